#pragma once
// The figures of fusion, by class of things: how they move, how well their sources see them, when they end. They come
// from assets/config/fusion.toml, where each stands with its reason; that file is built into the program.
// Units: the file's, but radians here where it says degrees.
#include "twin/base/result.hpp"
#include "twin/fusion/clock_skew.hpp"
#include "twin/fusion/integrity.hpp"
#include "twin/fusion/plot_settings.hpp"
#include "twin/state/track.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string_view>

namespace dalian::fusion {

/// How a class of things moves. Three modes: straight (constant velocity), turning (constant turn rate) and standing.
struct MotionClass {
  float straight_share = 0, turning_share = 0, standing_share = 0; // of the time in the long run; 0 = has no such mode
  float regime_time_s = 0;                                         // after about this long the mode is drawn anew
  float straight_noise_m2ps3 = 0, turning_noise_m2ps3 = 0; // q of the white acceleration: velocity walks by √(q·Δt)
  float standing_walk_m2ps = 0;                            // the position walks by √(walk·Δt)
  float standing_speed_mps = 0;                            // sigma per axis of what still moves
  float turn_rate_sigma_radps = 0, turn_rate_time_s = 0;   // size of turn rates, and how long one lasts
  float most_turn_rate_radps = 0;
  float reported_turn_rate_sigma_radps = 0;
  float start_speed_sigma_mps = 0; // per axis, before anything is known of the velocity
  float most_speed_mps = 0;        // a fix that would need more is a jump
  float fix_sigma_m = 0;           // per axis, where the source states none
  float speed_sigma_mps = 0;       // of a reported speed over ground
  float course_sigma_rad = 0;      // of a reported course over ground
  float gap_s = 0;                 // after a longer silence the old estimate says nothing: start again
  float end_after_s = 0;           // a track ends this long after its newest observation
};

/// What holds for the fixes of all classes.
struct FixLimits {
  float least_sigma_m = 0, most_sigma_m = 0; // a fix that claims to be better or worse is taken as this
  float jump_sigmas = 0;                     // a jump exceeds so many beyond what the class could have travelled
  float outranked_for_s = 0;                 // a worse kind of fix waits until the last better one is older
  float stands_below_mps = 0;                // slower and without a course: it stands
  float future_limit_s = 0;                  // t_obs farther ahead of twin time: quarantined
};

struct Parameters {
  std::array<MotionClass, 7> classes;       // by state::Kind; `unspecified` is as a vessel
  std::array<IntegrityLimits, 7> integrity; // the same
  FixLimits fixes;
  SkewLimits clocks;
  PlotSettings plots;

  MotionClass const& of(state::Kind kind) const { return classes[static_cast<std::size_t>(kind)]; }
  IntegrityLimits const& integrity_of(state::Kind kind) const { return integrity[static_cast<std::size_t>(kind)]; }
  /// Equal parameters, equal number: a saved state is good only with those it was made with.
  std::uint64_t hash() const;
};

/// Those of assets/config/fusion.toml as it was when the program was built.
Parameters const& default_parameters();

/// `file` changes what it names; the rest stays as it is. The error names file, line and what would be right.
Status read_parameters(std::filesystem::path const& file, Parameters& parameters);

/// The same from text; `name` stands for the file in errors.
Status parse_parameters(std::string_view text, std::string_view name, Parameters& parameters);

} // namespace dalian::fusion
