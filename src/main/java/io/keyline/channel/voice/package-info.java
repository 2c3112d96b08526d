/** The telephone: what a caller hears and enters, as TwiML for Twilio and as VoiceXML 2.1 for voice browsers. */
package io.keyline.channel.voice;
