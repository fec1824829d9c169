#include "renderer/scene/rotor_clock.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::scene {
namespace {

constexpr double kDay_s = 86400, kLeap_s = 60;

} // namespace

float spin_share(float wind_mps) {
  return wind_mps < 3 || wind_mps > 25 ? 0.0F : std::clamp(wind_mps / 11, 0.4F, 1.0F);
}

float rotor_time_s(float time_of_day_s, float wind_mps) {
  return time_of_day_s * spin_share(wind_mps);
}

float RotorClock::at(float time_of_day_s, float wind_mps) {
  double const now_s = time_of_day_s;
  double const passed_s = now_s - last_s_ + (now_s < last_s_ - kDay_s / 2 ? kDay_s : 0); // over midnight
  bool const goes_on = begun_ && passed_s >= 0 && passed_s <= kLeap_s;
  turned_s_ = goes_on ? std::fmod(turned_s_ + passed_s * static_cast<double>(spin_share(wind_mps)), kDay_s)
                      : static_cast<double>(rotor_time_s(time_of_day_s, wind_mps));
  last_s_ = now_s;
  begun_ = true;
  return static_cast<float>(turned_s_);
}

} // namespace dalian::scene
