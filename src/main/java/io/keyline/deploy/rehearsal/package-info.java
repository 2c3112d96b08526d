/** Rehearsals: transcripts that operators write, read and played on a stage. Nothing here knows what the stage is made of. */
package io.keyline.deploy.rehearsal;
