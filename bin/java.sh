# Which Java runs Keyline, and what is kept for it. Read by the scripts beside it; they set $home, which is the installation or the source tree.

# the major version of the Java in this directory; 0 if there is none
version() {
  [ -x "$1/bin/java" ] || { echo 0; return; }
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null | grep . || echo 0
}

# what there is to run is in $app: the installation itself, or what Maven makes of the source tree, which takes a compiler
if [ -d "$home/src/main" ]; then app=$home/target tool=javac; else app=$home tool=java; fi
jar=$app/keyline-1.0.0.jar

# the newest Java of this machine that is new enough, unless KEYLINE_JAVA_HOME names one
find_java() {
  local best="" newest=20 candidate found
  if [ -n "${KEYLINE_JAVA_HOME:-}" ]; then
    [ "$(version "$KEYLINE_JAVA_HOME")" -ge 21 ] || { echo "KEYLINE_JAVA_HOME=$KEYLINE_JAVA_HOME is not a JDK 21 or newer" >&2; exit 2; }
    echo "$KEYLINE_JAVA_HOME"; return
  fi
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home "$(dirname "$(dirname "$(readlink -f "$(command -v java || echo /none/bin/java)")")")"; do
    [ -n "$candidate" ] || continue
    found=$(version "$candidate")
    if [ "$found" -gt "$newest" ] && [ -x "$candidate/bin/$tool" ]; then newest=$found best=$candidate; fi
  done
  [ -n "$best" ] || {
    echo "Keyline needs a JDK 21 or newer, and found none. Install one (for example the Debian package openjdk-21-jdk, or any" >&2
    echo "build of JDK 25) or point KEYLINE_JAVA_HOME at it." >&2
    exit 2
  }
  echo "$best"
}

# the AOT cache of this build for the Java in this directory. It fits no other, nor another place: the JVM ends on a sealed jar that has moved
aot_cache() {
  echo "$app/keyline-$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$1/release")${app//\//_}.aot"
}
