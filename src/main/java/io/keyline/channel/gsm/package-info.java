/** The alphabet of GSM telephones (3GPP TS 23.038), for every channel whose texts they show. */
package io.keyline.channel.gsm;
