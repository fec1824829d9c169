#pragma once
// Watches the fixes of one track for contradictions and keeps the flags of twin/state/integrity.hpp: each is raised
// only after several causes and falls only after a while without one. A pure function of the fixes in the order they
// came; what comes late (older than the newest) is not judged.
#include "twin/base/geo.hpp"
#include "twin/base/time.hpp"
#include "twin/state/integrity.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <type_traits>
#include <vector>

namespace dalian::fusion {

/// Where water and roads are. Given by whoever knows the city; the same for the same log.
class SurfaceMap {
 public:
  virtual ~SurfaceMap() = default;
  /// Zero on water; none where the map does not reach. Exact only up to `enough_m`: farther is told as at least that.
  virtual std::optional<double> metres_from_water(MapPoint p, double enough_m) const = 0;
  /// The same to the edge of the nearest road.
  virtual std::optional<double> metres_from_road(MapPoint p, double enough_m) const = 0;
  /// Equal maps, equal number: a saved state is good only with the map it was made with.
  virtual std::uint64_t hash() const = 0;
};

/// Of one class of things; beyond them something is a cause. From assets/config/fusion.toml.
struct IntegrityLimits {
  float most_speed_mps = 0;   // of anything of this class, reported or by displacement
  float frozen_speed_mps = 0; // reported while the position does not change …
  float frozen_s = 0;         // … for so long
  float window_s = 0;         // displacement and reported motion are compared over at least this
  float gap_s = 0;            // after a longer silence a comparison begins anew
  float mismatch_mps = 0;     // allowed difference, beside three sigmas of the positions
  float time_error_s = 0;     // what time stamps may be wrong by
  float drift_mps = 0;        // steady difference that is a drift
  float from_water_m = -1;    // negative: water is not asked for
  float from_road_m = -1;     // negative: roads are not asked for
};

/// How a fix suits its track: within reach; out of reach and held back; or out of reach for the second time, and the
/// track goes on from there.
enum class Fit : std::uint8_t { within, held, reset };

struct IntegrityFix {
  Instant t{};
  MapPoint position;
  double sigma_m = 0; // per axis
  bool has_velocity = false;
  float velocity_east_mps = 0, velocity_north_mps = 0; // reported, on the grid
  Fit fit = Fit::within;
};

class IntegrityWatch {
 public:
  /// The next fix. `surface` may be null. True when a flag rose or fell.
  bool note(IntegrityFix const& fix, IntegrityLimits const& limits, SurfaceMap const* surface);

  /// Bit 1 << flag for each that is raised.
  std::uint8_t flags() const { return flags_; }
  bool has(state::Integrity flag) const { return (flags_ >> static_cast<unsigned>(flag) & 1) != 0; }
  /// Those raised, in the order of the enumeration.
  std::vector<state::IntegrityFlag> raised() const;

  /// All of `watch` to or from bytes: `bytes` takes values as ByteWriter and ByteReader do. False when what was read is
  /// no state.
  template <class Watch, class Bytes>
  static bool describe(Watch& watch, Bytes& bytes) {
    bytes(watch.t_, watch.east_cm_, watch.north_cm_, watch.velocity_east_, watch.velocity_north_, watch.window_s_,
          watch.off_east_, watch.off_north_, watch.bias_east_, watch.bias_north_, watch.frozen_s_, watch.windows_,
          watch.flags_, watch.causes_);
    bool has_history = watch.history_ != nullptr;
    bytes(has_history);
    if constexpr (!std::is_const_v<Watch>)
      if (has_history && !watch.history_) watch.history_ = std::make_unique<History>();
    if (has_history) {
      auto& h = *watch.history_;
      bytes(h.since, h.last_cause, h.left, h.left_t, h.returns);
    }
    return watch.flags_ == 0 || has_history;
  }

 private:
  /// Of tracks that jumped or were flagged: few.
  struct History {
    std::array<Instant, state::kIntegrityFlags> since{}, last_cause{};
    MapPoint left; // the other place
    Instant left_t{};
    std::uint8_t returns = 0; // to a place that had been left
  };

  MapPoint position() const { return {east_cm_ / 100.0, north_cm_ / 100.0}; }
  History& history();
  void cause(state::Integrity flag, bool is_cause, unsigned needed, Instant t);
  void raise(state::Integrity flag, Instant t);
  void let_fall(Instant t);
  void begin_window();
  void judge_jump(IntegrityFix const& fix, IntegrityLimits const& limits);
  void judge_step(IntegrityFix const& fix, IntegrityLimits const& limits, double dt);
  void judge_window(IntegrityFix const& fix, IntegrityLimits const& limits);
  void judge_surface(IntegrityFix const& fix, IntegrityLimits const& limits, SurfaceMap const& surface);

  Instant t_{};                                  // of the newest fix within reach; epoch = none yet
  std::int32_t east_cm_ = 0, north_cm_ = 0;      // … its place …
  float velocity_east_ = 0, velocity_north_ = 0; // … and reported velocity; NaN = none
  float window_s_ = 0;                           // length of the open window, and in it …
  float off_east_ = 0, off_north_ = 0;   // … displacement less reported motion, m; NaN = some was not reported
  float bias_east_ = 0, bias_north_ = 0; // m/s, leaky mean of the windows
  float frozen_s_ = 0;
  std::uint8_t windows_ = 0; // in the mean, up to kDriftWindows
  std::uint8_t flags_ = 0;
  std::array<std::uint8_t, state::kIntegrityFlags> causes_{}; // in a row
  std::unique_ptr<History> history_;
};

} // namespace dalian::fusion
