#include "twin/whatif/flood.hpp"

#include "twin/flood/rain.hpp"
#include "twin/flood/roads.hpp"
#include "twin/flood/tide.hpp"
#include "twin/whatif/flood_ground.hpp"
#include "twin/whatif/flood_words.hpp"
#include "twin/whatif/land_pieces.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace dalian::whatif {
namespace {

using plan::Entity;
using plan::Layer;
using plan::Severity;

constexpr double kRainStep_s = 300;
constexpr double kBalance = 1e-9; // of the rain
constexpr std::array kMain{"expressway", "highway", "arterial"};

/// A zone's water at one end of all ranges.
struct Wet {
  std::vector<double> deepest_m, hours, drained_m, gained_m; // the last: at the end against the start
  flood::Balance balance;
  double rain_mm = 0, comes_m = 0, goes_m = 0; // the last two: over all land of the zone, in drains
};
using WetPtr = std::shared_ptr<Wet const>;

struct FloodSetup {
  std::shared_ptr<Programme const> programme;
  std::shared_ptr<FloodTable const> table;
  std::shared_ptr<FloodTerrain const> terrain;
  LandPieces pieces;
  Memo<std::shared_ptr<ZoneGround const>> grounds{64};
  Memo<WetPtr> wet{256};
};

struct Zone {
  std::string id;
  std::shared_ptr<ZoneGround const> ground;
  std::array<WetPtr, kEnds.size()> wet;
};

struct RoadWater {
  double deepest_m = 0, hours = 0, length_m = 0;
  std::string zone, kind;
};

class FloodRun {
 public:
  FloodRun(FloodSetup& setup, Inputs const& inputs) : setup_(setup), inputs_(inputs) {}

  Evaluation run() {
    read_parcels();
    for (Outline const& zone : setup_.pieces.outlines(inputs_, Layer::zone))
      if (!zone.ring.empty()) zones_.push_back(wet_zone(zone));
    read_roads();
    for (Zone const& zone : zones_)
      add_kpis(zone);
    add_columns();
    return std::move(out_);
  }

 private:
  FigureTable const& figures() const { return setup_.table->figures; }

  void read_parcels() {
    parcels_ = setup_.pieces.outlines(inputs_, Layer::parcel);
    std::size_t i = 0;
    inputs_.for_each(Layer::parcel, [&](Entity const& parcel) {
      LandUse const* use = setup_.programme->use(parcel.text("use"));
      if (use == nullptr) parcels_[i].ring.clear(); // the engine `land` says so
      groups_.push_back(use ? use->group : "");
      ++i;
    });
  }

  static bool apart(ZoneGround const& zone, Outline const& parcel) {
    auto const& g = zone.ground;
    return parcel.high.east_m < zone.first.east_m || parcel.high.north_m < zone.first.north_m ||
           parcel.low.east_m > zone.first.east_m + g.spacing_m * static_cast<double>(g.columns) ||
           parcel.low.north_m > zone.first.north_m + g.spacing_m * static_cast<double>(g.rows);
  }

  Zone wet_zone(Outline const& outline) {
    Zone zone{outline.id, {}, {}};
    double const manning = figures().value("manning");
    zone.ground = setup_.grounds.get(outline.hash, [&] {
      ZoneGround ground = zone_ground(outline.ring, setup_.terrain->terrain, manning);
      give_to_sea(ground.ground, figures().value("tide_range") / 2);
      return std::make_shared<ZoneGround const>(std::move(ground));
    });
    std::vector<std::size_t> upon; // parcels
    for (std::size_t p = 0; p < parcels_.size(); ++p)
      if (!parcels_[p].ring.empty() && !apart(*zone.ground, parcels_[p])) upon.push_back(p);
    for (End const end : kEnds) {
      inputs_.stop_if_asked();
      plan::ByteText key;
      key.add(outline.hash).add(static_cast<std::uint64_t>(end));
      for (std::size_t const p : upon)
        key.add(parcels_[p].hash).add(std::string_view(groups_[p]));
      zone.wet[static_cast<std::size_t>(end)] =
          setup_.wet.get(key.hash(), [&] { return wet(*zone.ground, upon, end); });
    }
    return zone;
  }

  flood::StormFormula formula(End end) const {
    return {figures().at("storm_a", end), figures().at("storm_c", end), figures().at("storm_b", end),
            figures().at("storm_n", end)};
  }

  WetPtr wet(ZoneGround const& zone, std::vector<std::size_t> const& upon, End end) const {
    auto const at = [&](char const* name) { return figures().at(name, end); };
    flood::Ground ground = zone.ground;
    std::fill(ground.manning.begin(), ground.manning.end(), at("manning"));
    std::fill(ground.runoff.begin(), ground.runoff.end(), at("runoff_open"));
    // pipes of built land carry away what its own design storm brings
    double const drained = flood::mean_intensity_mm_h(formula(end), at("drain_return"), at("drain_time"));
    for (std::size_t const p : upon) {
      double const runoff = at_end(setup_.table->runoff.of(groups_[p]), end);
      bool const piped = groups_[p] != "green" && groups_[p] != "reserve";
      for_cells_in(zone, parcels_[p].ring, [&](std::size_t i) {
        ground.runoff[i] = runoff;
        ground.drains_mm_h[i] = piped ? runoff * drained : 0;
      });
    }
    auto out = flooded(ground, end);
    double runs_off_m = 0, kept_m = 0;
    each_cell(zone, [&](std::size_t i) {
      runs_off_m += ground.runoff[i] * out->rain_mm / 1e3;
      kept_m += out->gained_m[i];
      out->goes_m += out->drained_m[i];
    });
    out->comes_m = std::max(runs_off_m, out->goes_m + kept_m); // more: from land and sea about it
    return out;
  }

  std::shared_ptr<Wet> flooded(flood::Ground const& ground, End end) const {
    auto const at = [&](char const* name) { return figures().at(name, end); };
    flood::Storm const storm{at("return_period"), at("storm_time"), at("peak_share")};
    flood::Forcing forcing;
    forcing.rain_mm_h = flood::chicago_mm_h(formula(end), storm, kRainStep_s / 60);
    forcing.rain_step_s = kRainStep_s;
    double const peak_h = storm.minutes * storm.peak_share / 60; // high water and surge come with it
    flood::Sea const sea{0, at("tide_range"), peak_h, at("surge"), peak_h, at("surge_time")};
    forcing.sea_m = [sea](double t) { return flood::level_m(sea, t / 3600); };
    flood::RunOptions options;
    options.seconds = 60 * (storm.minutes + at("after_storm"));
    options.counted_m = at("counted_depth");
    options.before_step = [this] { inputs_.stop_if_asked(); };
    auto const start_m = flood::filled_from_sea(ground, forcing.sea_m(0));
    auto sheet = flood::run(ground, forcing, options, start_m);
    auto out = std::make_shared<Wet>();
    out->deepest_m = std::move(sheet.deepest_m);
    out->drained_m = std::move(sheet.drained_m);
    for (std::size_t i = 0; i < start_m.size(); ++i)
      out->gained_m.push_back(sheet.depth_m[i] - start_m[i]);
    for (double const s : sheet.counted_s)
      out->hours.push_back(s / 3600);
    out->balance = sheet.balance;
    out->rain_mm = flood::depth_mm(formula(end), storm.return_years, storm.minutes);
    return out;
  }

  /// Wet, of all zones' grids that a point lies on: land alone.
  void look(MapPoint p, RoadWater& road) const {
    for (Zone const& zone : zones_)
      if (auto const i = zone.ground->cell_at(p); i && zone.ground->ground.cell[*i] == flood::Cell::land) {
        Wet const& wet = *zone.wet[static_cast<std::size_t>(End::value)];
        road.deepest_m = std::max(road.deepest_m, wet.deepest_m[*i]);
        road.hours = std::max(road.hours, wet.hours[*i]);
        if (zone.ground->inside[*i] != 0) road.zone = zone.id;
        road.kind = "seen";
      }
  }

  void read_roads() {
    inputs_.for_each(Layer::road, [&](Entity const& entity) {
      if (entity.flag("tunnel_or_bridge")) return;
      auto const line = plan::to_map(entity.shape("line"));
      RoadWater road;
      for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        double const length = distance_m(line[i], line[i + 1]);
        auto const steps = static_cast<int>(std::ceil(length / (kFloodCell_m / 2))) + 1;
        for (int k = 0; k < steps; ++k) {
          double const t = static_cast<double>(k) / steps;
          look({std::lerp(line[i].east_m, line[i + 1].east_m, t), std::lerp(line[i].north_m, line[i + 1].north_m, t)},
               road);
        }
        road.length_m += length;
      }
      if (road.kind.empty()) return; // on no grid: nothing is known
      road.kind = entity.text("class");
      judge(entity.id(), road);
      roads_[entity.id()] = std::move(road);
    });
  }

  void judge(std::string const& id, RoadWater const& road) {
    if (road.deepest_m < flood::kClosed_m || std::find(kMain.begin(), kMain.end(), road.kind) == kMain.end()) return;
    out_.findings.push_back(told({Severity::warning, "road", id, ""}, kFloodRoad,
                                 {fmt::format("{:.2f}", road.deepest_m), fmt::format("{:.1f}", road.hours),
                                  fmt::to_string(figures().value("counted_depth"))}));
  }

  void add(char const* name, std::string const& scope, Range value, char const* unit, std::string source) {
    out_.kpis.push_back({name, scope, value.value, value.low, value.high, unit, std::move(source), 0});
  }

  /// By End, of a zone.
  template <class Of>
  static Range by_end(Zone const& zone, Of&& of) {
    std::array<double, kEnds.size()> v{};
    for (std::size_t e = 0; e < kEnds.size(); ++e)
      v[e] = of(*zone.wet[e]);
    auto const [low, high] = std::minmax_element(v.begin(), v.end());
    return {*low, v[static_cast<std::size_t>(End::value)], *high};
  }

  template <class Visit>
  static void each_cell(ZoneGround const& zone, Visit&& visit) {
    for (std::size_t i = 0; i < zone.inside.size(); ++i)
      if (zone.inside[i] != 0 && zone.ground.cell[i] == flood::Cell::land) visit(i);
  }

  void add_kpis(Zone const& zone) {
    double const counted = figures().value("counted_depth"), cell_ha = kFloodCell_m * kFloodCell_m / 1e4;
    add("storm_rain", zone.id, by_end(zone, [](Wet const& w) { return w.rain_mm; }), "mm", figures().cited("storm_a"));
    add("flood_area", zone.id,
        by_end(zone,
               [&](Wet const& w) {
                 double ha = 0;
                 each_cell(*zone.ground, [&](std::size_t i) { ha += w.deepest_m[i] > counted ? cell_ha : 0; });
                 return ha;
               }),
        "ha",
        "land of the zone that is deeper than 15 cm at any time; local inertial equations, 50 m, modelled terrain");
    double tidal_ha = 0;
    for (std::size_t i = 0; i < zone.ground->inside.size(); ++i)
      if (zone.ground->inside[i] != 0 && zone.ground->ground.cell[i] == flood::Cell::sea) tidal_ha += cell_ha;
    add("flood_tidal", zone.id, exactly(tidal_ha), "ha",
        "of the zone that every high water reaches on the modelled terrain; in no other figure: " +
            figures().cited("tide_range"));
    add("flood_deepest", zone.id,
        by_end(zone,
               [&](Wet const& w) {
                 double most = 0;
                 each_cell(*zone.ground, [&](std::size_t i) { most = std::max(most, w.deepest_m[i]); });
                 return most;
               }),
        "m", "on land of the zone");
    add("flood_drained", zone.id,
        by_end(zone, [](Wet const& w) { return w.comes_m > 0 ? 100 * w.goes_m / w.comes_m : 0; }), "%",
        "of what runs off the zone's land or comes to it; drains as sinks: " + figures().cited("drain_return"));
    double closed_km = 0;
    for (auto const& [id, road] : roads_)
      closed_km += road.zone == zone.id && road.deepest_m >= flood::kClosed_m ? road.length_m / 1000 : 0;
    add("flood_closed", zone.id, exactly(closed_km), "km",
        "roads with 30 cm of water anywhere (Pregnolato et al. 2017)");
    for (std::size_t e = 0; e < kEnds.size(); ++e) {
      auto const& b = zone.wet[e]->balance;
      double const moved = b.rain + std::abs(b.from_sea) + b.drained;
      if (e == static_cast<std::size_t>(End::value))
        out_.certificates.push_back(
            {"water balance " + zone.id, moved > 0 ? std::abs(b.error()) / moved : 0, kBalance, ""});
    }
  }

  void add_columns() {
    Column depth{"flood_depth", Layer::road, "m", {}}, hours{"flood_hours", Layer::road, "h", {}},
        speed{"flood_speed", Layer::road, "km/h", {}}, land{"flood_land", Layer::parcel, "m", {}};
    for (auto const& [id, road] : roads_) {
      depth.values.emplace_back(id, road.deepest_m);
      hours.values.emplace_back(id, road.hours);
      speed.values.emplace_back(id, flood::safe_speed_kmh(road.deepest_m));
    }
    std::map<std::string, std::pair<double, double>> sums; // cells, metres
    for (Zone const& zone : zones_)
      for (Outline const& parcel : parcels_)
        if (!parcel.ring.empty() && !apart(*zone.ground, parcel))
          for_cells_in(*zone.ground, parcel.ring, [&](std::size_t i) {
            if (zone.ground->ground.cell[i] != flood::Cell::land) return;
            sums[parcel.id].first += 1;
            sums[parcel.id].second += zone.wet[static_cast<std::size_t>(End::value)]->deepest_m[i];
          });
    for (auto const& [id, sum] : sums)
      land.values.emplace_back(id, sum.second / sum.first);
    out_.columns = {std::move(depth), std::move(hours), std::move(speed), std::move(land)};
  }

  FloodSetup& setup_;
  Inputs const& inputs_;
  Evaluation out_;
  std::vector<Outline> parcels_;
  std::vector<std::string> groups_; // of each parcel's use
  std::vector<Zone> zones_;
  std::map<std::string, RoadWater> roads_;
};

} // namespace

Engine flood_engine(std::shared_ptr<Programme const> programme, std::shared_ptr<FloodTable const> table,
                    std::shared_ptr<FloodTerrain const> terrain) {
  Engine engine;
  engine.name = "flood";
  engine.parameters = plan::ByteText().add(programme->hash).add(table->figures.hash).add(terrain->hash).hash();
  engine.reads = {{Layer::zone, {"outline"}},
                  {Layer::parcel, {"outline", "use"}},
                  {Layer::road, {"line", "class", "tunnel_or_bridge"}}};
  auto const setup = std::make_shared<FloodSetup>();
  setup->programme = std::move(programme);
  setup->table = std::move(table);
  setup->terrain = std::move(terrain);
  engine.run = [setup](Inputs const& inputs) { return FloodRun(*setup, inputs).run(); };
  return engine;
}

} // namespace dalian::whatif
