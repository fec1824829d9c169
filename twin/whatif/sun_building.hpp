#pragma once
// The sun of one building among its neighbours: a pure function of what is here.
#include "twin/sun/sky_view.hpp"
#include "twin/whatif/memo.hpp"
#include "twin/whatif/sun_table.hpp"

#include <memory>

namespace dalian::whatif {

struct SunDays {
  struct Day {
    double day_of_year = 0, share = 0; // of the year's light
  };
  std::vector<Day> days; // typical ones
};

/// Buildings as prisms; what is looked at is an index into it.
struct SunScene {
  std::vector<sun::Prism> prisms;
  std::size_t building = 0;
  std::vector<std::uint32_t> neighbours; // who may shade it; of its windows itself among them
  GeoPoint where;                        // of its corner
};

struct BuildingSun {
  double hours = 0, longest_h = 0; // at the worst window of its main wall, in the lowest row
  double sky_view = 1;             // of level ground before the main wall
  std::size_t shader = kNone;      // index into neighbours: without it the hours are most; none shades
  double hours_without = 0;        // so many
  double mending_top_m = -1; // the highest that the shader may be for the rule to hold; -1 = even gone it does not
  static constexpr std::size_t kNone = ~std::size_t{0};
};

/// Of one that nobody decided on: its hours; who shades it and the sky stay as where nothing does.
BuildingSun drawn_sun(SunScene const& scene, SunRule const& rule, FigureTable const& figures);
/// `rule`: null where none judges it; then hours stay 0.
BuildingSun building_sun(SunScene const& scene, SunRule const* rule, FigureTable const& figures);

/// What roofs get of the year's light. The sun's ways of the typical days are those of the nearest hundredth of a
/// degree, as near as the position of the sun is known, and kept. For any thread.
class RoofLight {
 public:
  RoofLight(SunDays days, double diffuse) : days_(std::move(days)), diffuse_(diffuse) {}
  /// Of what a free roof gets in a year; `scene` with what stands higher about it.
  double share(SunScene const& scene);

 private:
  using Beams = std::vector<std::vector<sun::Beam>>; // by day
  std::shared_ptr<Beams const> beams_at(GeoPoint where);

  SunDays days_;
  double diffuse_;
  Memo<std::shared_ptr<Beams const>> beams_{2000};
};

/// The lowest sun that is looked at for roofs: what is higher and within its reach matters to them.
double least_elevation_rad(FigureTable const& figures);
/// Where it is lowest while the rule counts; without a rule as for roofs.
double least_elevation_rad(FigureTable const& figures, SunRule const* rule, GeoPoint where);

} // namespace dalian::whatif
