import { describeBroker } from './contract.ts';
import { isMosquittoUsable, startMosquitto } from './programs.ts';

describeBroker({
  name: 'mosquitto',
  program: 'mosquitto with its plugin (Debian: mosquitto, mosquitto-dev, gcc, libc6-dev)',
  usable: isMosquittoUsable(),
  start: startMosquitto,
  afterRevocation: 'mute',
});
