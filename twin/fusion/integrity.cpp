#include "twin/fusion/integrity.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dalian::fusion {
namespace {

using state::Integrity;

constexpr float kNotGiven = std::numeric_limits<float>::quiet_NaN();
// A flag falls so many seconds after its last cause, by flag. Our own choices: it must outlive a glance at the screen.
// Two ships with one number are seen again within the longest AIS interval.
constexpr std::array<float, state::kIntegrityFlags> kHold_s{300, 300, 30, 1800, 180, 60, 120, 300};
constexpr float kOtherPlace_s = kHold_s[static_cast<std::size_t>(Integrity::duplicate_id)]; // how long it is remembered

// In a row, before a flag is raised: one wild value is for the filter to bear.
constexpr unsigned kJumps = 1, kFast = 2, kFrozen = 1, kOffSurface = 3, kMismatches = 2, kDrifts = 3;
constexpr std::uint8_t kReturns = 3;
constexpr int kDriftWindows = 8;                             // before the mean is believed
constexpr float kDriftShare = 0.2F;                          // of the newest window in the mean
constexpr double kThreeSigmasOfTwo = 3 * 1.4142135623730951; // of the difference of two positions

std::int32_t to_cm(double metres) {
  return static_cast<std::int32_t>(std::lround(std::clamp(metres * 100, -2e9, 2e9)));
}

} // namespace

bool IntegrityWatch::note(IntegrityFix const& fix, IntegrityLimits const& limits, SurfaceMap const* surface) {
  auto const before = flags_;
  bool const is_first = t_ == Instant{};
  if (!is_first && fix.t < t_) return false;
  if (fix.fit != Fit::within) judge_jump(fix, limits);
  if (fix.fit != Fit::held) {
    double const dt = to_seconds(fix.t - t_);
    bool const goes_on = !is_first && fix.fit == Fit::within && dt <= limits.gap_s;
    if (goes_on) {
      judge_step(fix, limits, dt);
    } else {
      windows_ = 0;
      frozen_s_ = 0;
      begin_window();
    }
    t_ = fix.t;
    east_cm_ = to_cm(fix.position.east_m), north_cm_ = to_cm(fix.position.north_m);
    velocity_east_ = fix.has_velocity ? fix.velocity_east_mps : kNotGiven;
    velocity_north_ = fix.has_velocity ? fix.velocity_north_mps : kNotGiven;
    if (window_s_ >= limits.window_s) {
      judge_window(fix, limits);
      if (surface) judge_surface(fix, limits, *surface);
      begin_window();
    }
  }
  if (flags_ != 0) let_fall(fix.t);
  return flags_ != before;
}

IntegrityWatch::History& IntegrityWatch::history() {
  if (!history_) history_ = std::make_unique<History>();
  return *history_;
}

void IntegrityWatch::cause(Integrity flag, bool is_cause, unsigned needed, Instant t) {
  auto& n = causes_[static_cast<std::size_t>(flag)];
  n = is_cause ? static_cast<std::uint8_t>(std::min(n + 1U, needed)) : std::uint8_t{0};
  if (n >= needed) raise(flag, t);
}

void IntegrityWatch::raise(Integrity flag, Instant t) {
  auto const i = static_cast<std::size_t>(flag);
  if (!has(flag)) history().since[i] = t;
  history().last_cause[i] = t;
  flags_ = static_cast<std::uint8_t>(flags_ | 1U << i);
}

void IntegrityWatch::let_fall(Instant t) {
  for (std::size_t i = 0; i < state::kIntegrityFlags; ++i)
    if ((flags_ >> i & 1) != 0 && to_seconds(t - history_->last_cause[i]) > kHold_s[i])
      flags_ = static_cast<std::uint8_t>(flags_ & ~(1U << i));
}

std::vector<state::IntegrityFlag> IntegrityWatch::raised() const {
  std::vector<state::IntegrityFlag> all;
  for (std::size_t i = 0; i < state::kIntegrityFlags; ++i)
    if ((flags_ >> i & 1) != 0) all.push_back({static_cast<Integrity>(i), history_->since[i]});
  return all;
}

void IntegrityWatch::begin_window() {
  window_s_ = off_east_ = off_north_ = 0;
}

/// A place that was left, and is come back to, again and again: two senders.
void IntegrityWatch::judge_jump(IntegrityFix const& fix, IntegrityLimits const& limits) {
  bool const held = fix.fit == Fit::held;
  cause(Integrity::jump, true, kJumps, fix.t);
  auto& h = history();
  double const silence_s = to_seconds(fix.t - h.left_t);
  double const reach = limits.most_speed_mps * silence_s + kThreeSigmasOfTwo * fix.sigma_m;
  bool const back = silence_s <= kOtherPlace_s && distance_m(fix.position, h.left) <= reach;
  if (held) h.returns = back ? static_cast<std::uint8_t>(std::min<int>(h.returns + 1, kReturns)) : std::uint8_t{0};
  if (h.returns >= kReturns) raise(Integrity::duplicate_id, fix.t);
  // A held fix leaves the track where it was; after a reset the other place is where the track had been.
  h.left = held ? fix.position : position();
  h.left_t = fix.t;
}

void IntegrityWatch::judge_step(IntegrityFix const& fix, IntegrityLimits const& limits, double dt) {
  auto const seconds = static_cast<float>(dt);
  float const ve = fix.has_velocity ? fix.velocity_east_mps : kNotGiven;
  float const vn = fix.has_velocity ? fix.velocity_north_mps : kNotGiven;
  float const speed = std::sqrt(ve * ve + vn * vn);
  auto const east = static_cast<float>((double{1} * to_cm(fix.position.east_m) - east_cm_) / 100);
  auto const north = static_cast<float>((double{1} * to_cm(fix.position.north_m) - north_cm_) / 100);
  window_s_ += seconds;
  off_east_ += east - seconds * (ve + velocity_east_) / 2;
  off_north_ += north - seconds * (vn + velocity_north_) / 2;
  double const reach = limits.most_speed_mps * (dt + limits.time_error_s) + kThreeSigmasOfTwo * fix.sigma_m;
  bool const too_fast = speed > limits.most_speed_mps || double{east} * east + double{north} * north > reach * reach;
  cause(Integrity::impossible_speed, too_fast, kFast, fix.t);
  bool const same = east == 0 && north == 0 && ve == velocity_east_ && vn == velocity_north_;
  frozen_s_ = same && speed >= limits.frozen_speed_mps ? frozen_s_ + seconds : 0.0F;
  cause(Integrity::frozen, frozen_s_ >= limits.frozen_s, kFrozen, fix.t);
}

void IntegrityWatch::judge_window(IntegrityFix const& fix, IntegrityLimits const& limits) {
  double const off = std::hypot(off_east_, off_north_);
  if (std::isnan(off)) return;
  double const allowed = limits.mismatch_mps * window_s_ + kThreeSigmasOfTwo * fix.sigma_m;
  bool const mismatch = off > allowed;
  cause(Integrity::speed_mismatch, mismatch, kMismatches, fix.t);
  float const share = std::max(kDriftShare, 1 / (1 + static_cast<float>(windows_)));
  bias_east_ += share * (off_east_ / window_s_ - bias_east_);
  bias_north_ += share * (off_north_ / window_s_ - bias_north_);
  windows_ = mismatch ? std::uint8_t{0} : static_cast<std::uint8_t>(std::min(windows_ + 1, kDriftWindows));
  bool const drifts = windows_ == kDriftWindows && std::hypot(bias_east_, bias_north_) > limits.drift_mps;
  cause(Integrity::gnss_drift, drifts, kDrifts, fix.t);
}

void IntegrityWatch::judge_surface(IntegrityFix const& fix, IntegrityLimits const& limits, SurfaceMap const& surface) {
  double const room = 3 * fix.sigma_m;
  if (limits.from_water_m >= 0) {
    double const enough = limits.from_water_m + room;
    cause(Integrity::off_sea, surface.metres_from_water(fix.position, enough) >= enough, kOffSurface, fix.t);
  }
  if (limits.from_road_m >= 0) {
    double const enough = limits.from_road_m + room;
    cause(Integrity::off_road, surface.metres_from_road(fix.position, enough) >= enough, kOffSurface, fix.t);
  }
}

} // namespace dalian::fusion
