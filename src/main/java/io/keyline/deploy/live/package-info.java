/** Redeployment: route files and texts are checked, rehearsed and replaced while the hub runs. */
package io.keyline.deploy.live;
