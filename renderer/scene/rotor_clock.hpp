#pragma once
// How far rotors have turned: the sum over all moments of how fast the wind of that moment drives them, so that blades
// go on from where they are when a report changes the wind. Knows no rotor; seconds.

namespace dalian::scene {

/// Share of its full speed at which a rotor runs in a wind: none below 3 m/s or above 25 m/s, full from 11 m/s (the
/// variable-speed range of a large turbine).
float spin_share(float wind_mps);

/// The seconds at full speed that a wind which blew since midnight has turned a rotor: of pictures that stand alone.
float rotor_time_s(float time_of_day_s, float wind_mps);

class RotorClock {
 public:
  /// Seconds at full speed, less than a day, at a second of the day when this wind blows; whole turns fall away at
  /// midnight where a rotor makes a whole number of them a day. The first call, and one after a leap of more than a
  /// minute or backwards, begins as rotor_time_s does: another moment is looked at.
  float at(float time_of_day_s, float wind_mps);

 private:
  double turned_s_ = 0, last_s_ = 0;
  bool begun_ = false;
};

} // namespace dalian::scene
