#include "twin/whatif/sun.hpp"

#include "twin/plan/polygon.hpp"
#include "twin/whatif/land_pieces.hpp"
#include "twin/whatif/memo.hpp"
#include "twin/whatif/sun_building.hpp"
#include "twin/whatif/sun_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace dalian::whatif {
namespace {

using plan::Entity;
using plan::Layer;
using plan::Severity;

struct Building {
  std::string id, zone, group;
  std::string parcel; // of one of the picture; "" of a planned one
  ContentHash hash;   // of what shades: outline and height
  SunRule const* rule = nullptr;
  double roof_m2 = 0;
  BuildingSun sun;
  std::string shader; // id; "" = none
};

/// What never changes with a layout, and what is kept by content.
struct SunSetup {
  std::shared_ptr<Programme const> programme;
  std::shared_ptr<EnergyFactors const> energy;
  std::shared_ptr<SunTable const> table;
  std::shared_ptr<DrawnCity const> drawn; // null: none
  LandPieces pieces;
  Memo<BuildingSun> memo{60000};
};

class SunRun {
 public:
  SunRun(SunSetup& setup, Inputs const& inputs) : setup_(setup), inputs_(inputs) {}

  Evaluation run() {
    read_places();
    read_buildings();
    if (setup_.drawn) read_drawn();
    compute();
    for (Building const& building : buildings_)
      if (building.parcel.empty()) judge(building);
    judge_drawn();
    add_kpis();
    add_columns();
    return std::move(out_);
  }

 private:
  FigureTable const& figures() const { return setup_.table->figures; }

  void read_places() {
    inputs_.for_each(Layer::parcel, [&](Entity const& parcel) {
      LandUse const* use = setup_.programme->use(parcel.text("use"));
      parcels_[parcel.id()] = {parcel.text("zone"), use ? use->group : ""};
    });
    inputs_.for_each(Layer::zone,
                     [&](Entity const& zone) { zones_.emplace_back(zone.id(), plan::to_map(zone.shape("outline"))); });
  }

  std::string zone_of(Entity const& building, MapPoint middle) const {
    if (auto const it = parcels_.find(building.text("parcel")); it != parcels_.end()) return it->second.zone;
    for (auto const& [id, ring] : zones_)
      if (plan::contains(ring, middle)) return id;
    return {};
  }

  void read_buildings() {
    auto const outlines = setup_.pieces.outlines(inputs_, Layer::building);
    std::size_t i = 0;
    inputs_.for_each(Layer::building, [&](Entity const& entity) {
      Outline const& outline = outlines[i++];
      if (outline.ring.empty()) return; // the check of the layout says so
      Building building;
      building.id = entity.id();
      building.zone = zone_of(entity, plan::centroid(outline.ring));
      LandUse const* use = setup_.programme->use(entity.text("use"));
      building.group = use ? use->group : "";
      double const top = entity.has("height_m") ? entity.number("height_m")
                                                : entity.number("storeys") * figures().value("storey_height");
      building.hash = plan::ByteText().add(outline.hash).add(top).hash();
      add_building(std::move(building), {outline.ring, 0, top, outline.low, outline.high});
    });
  }

  void add_building(Building building, sun::Prism prism) {
    building.rule = setup_.table->rule_of(building.group, building.zone);
    building.roof_m2 = plan::true_area_m2(prism.ring);
    prisms_.push_back(std::move(prism));
    buildings_.push_back(std::move(building));
  }

  void read_drawn() {
    std::vector<plan::MapRing> planned;
    for (sun::Prism const& prism : prisms_)
      planned.push_back(prism.ring);
    for (std::size_t const i : still_standing(*setup_.drawn, inputs_, planned)) {
      DrawnBuilding const& drawn = setup_.drawn->buildings[i];
      Parcel const& parcel = parcels_.at(drawn.parcel);
      Building building;
      building.id = drawn.id, building.parcel = drawn.parcel;
      building.zone = parcel.zone, building.group = parcel.group;
      building.hash = drawn.hash;
      add_building(std::move(building), sun::with_box({drawn.ring, 0, drawn.top_m, {}, {}}));
    }
  }

  /// What stands within reach of the lowest windows, and of the roof.
  struct Reach {
    std::vector<std::uint32_t> windows, roof;
  };

  /// By content: itself, its rule, and what stands within reach, each as it lies.
  ContentHash key_of(Building const& building, Reach const& reach) const {
    ContentHash windows = building.hash, roof = building.hash; // so that many neighbours cost additions alone
    for (std::uint32_t const n : reach.windows)
      windows += buildings_[n].hash;
    for (std::uint32_t const n : reach.roof)
      roof += buildings_[n].hash;
    return plan::ByteText()
        .add(building.hash)
        .add(windows)
        .add(roof)
        .add(std::string_view(building.rule ? building.rule->name : ""))
        .add(std::uint64_t{building.parcel.empty()})
        .hash();
  }

  Reach reach_of(sun::Nearby const& nearby, std::size_t i) const {
    Building const& building = buildings_[i];
    sun::Prism const& prism = prisms_[i];
    double const least = least_elevation_rad(figures());
    Reach out;
    out.roof = nearby.around(prism.low, prism.high, prism.top_m, least);
    if (building.parcel.empty())
      out.windows = nearby.around(prism.low, prism.high, 0, least);
    else if (building.rule != nullptr)
      out.windows =
          nearby.around(prism.low, prism.high, 0, least_elevation_rad(figures(), building.rule, to_geo(prism.low)));
    return out;
  }

  SunScene scene_of(std::size_t i, Reach const& reach) const {
    SunScene scene;
    scene.where = to_geo(prisms_[i].low);
    for (std::uint32_t const n : by_content(reach.windows)) {
      if (n == i) scene.building = scene.prisms.size();
      scene.neighbours.push_back(static_cast<std::uint32_t>(scene.prisms.size()));
      scene.prisms.push_back(prisms_[n]);
    }
    if (reach.windows.empty()) scene.prisms.push_back(prisms_[i]);
    for (std::uint32_t const n : by_content(reach.roof)) {
      scene.higher.push_back(static_cast<std::uint32_t>(scene.prisms.size()));
      scene.prisms.push_back(prisms_[n]);
    }
    return scene;
  }

  void compute() {
    sun::Nearby const nearby(prisms_);
    SunDays days;
    for (TypicalDay const& day : setup_.energy->days)
      days.days.push_back({day.day_of_year, day.sun_share});
    for (std::size_t i = 0; i < buildings_.size(); ++i) {
      if (i % 64 == 0) inputs_.stop_if_asked();
      auto const reach = reach_of(nearby, i);
      Building& building = buildings_[i];
      building.sun = setup_.memo.get(key_of(building, reach), [&] {
        auto const scene = scene_of(i, reach);
        return building.parcel.empty() ? building_sun(scene, building.rule, figures(), days)
                                       : drawn_sun(scene, building.rule, figures(), days);
      });
      if (building.sun.shader != BuildingSun::kNone)
        building.shader = buildings_[by_content(reach.windows)[building.sun.shader]].id;
    }
  }

  /// The same order for the same content, whatever the buildings are called.
  std::vector<std::uint32_t> by_content(std::vector<std::uint32_t> neighbours) const {
    std::sort(neighbours.begin(), neighbours.end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::pair(buildings_[a].hash, a) < std::pair(buildings_[b].hash, b);
    });
    return neighbours;
  }

  static bool is_dark(Building const& b) { return b.rule != nullptr && b.sun.hours < b.rule->hours; }

  static std::string day_of(SunRule const& rule) { return fmt::format("{:02}-{:02}", rule.month, rule.day); }

  void judge(Building const& b) {
    if (!is_dark(b)) return;
    std::vector<std::string> values{fmt::format("{:.2f}", b.sun.hours), fmt::format("{:.2f}", b.sun.longest_h),
                                    fmt::format("{}", b.rule->hours), day_of(*b.rule), b.rule->name};
    Words words = kSunLittle;
    if (!b.shader.empty()) {
      bool const lower = b.sun.mending_top_m >= 0;
      words = lower ? kSunLittleLower : kSunLittleWithout;
      values.push_back(b.shader);
      values.push_back(lower ? fmt::format("{:.1f}", b.sun.mending_top_m) : fmt::format("{:.2f}", b.sun.hours_without));
    }
    out_.findings.push_back(told({Severity::warning, "building", b.id, ""}, words, std::move(values)));
  }

  /// Of the picture one finding a parcel: nobody decided where its buildings stand.
  void judge_drawn() {
    struct Row {
      std::size_t dark = 0, all = 0;
      Building const* darkest = nullptr;
    };
    std::map<std::string, Row> rows;
    for (Building const& b : buildings_) {
      if (b.parcel.empty() || b.rule == nullptr) continue;
      Row& row = rows[b.parcel];
      ++row.all;
      if (!is_dark(b)) continue;
      ++row.dark;
      if (row.darkest == nullptr || b.sun.hours < row.darkest->sun.hours) row.darkest = &b;
    }
    for (auto const& [parcel, row] : rows)
      if (row.darkest != nullptr)
        out_.findings.push_back(
            told({Severity::note, "parcel", parcel, ""}, kSunLittleDrawn,
                 {fmt::to_string(row.dark), fmt::to_string(row.all), fmt::format("{}", row.darkest->rule->hours),
                  day_of(*row.darkest->rule), row.darkest->rule->name, row.darkest->id,
                  fmt::format("{:.2f}", row.darkest->sun.hours)}));
  }

  struct Sums {
    double judged = 0, kept = 0, roof_m2 = 0, roof_light = 0;
  };

  void add_kpis() {
    std::map<std::string, Sums> scopes;
    for (Building const& b : buildings_)
      for (auto const& scope : {std::string(), b.zone}) {
        Sums& sums = scopes[scope];
        sums.judged += b.rule != nullptr ? 1 : 0;
        sums.kept += b.rule != nullptr && b.sun.hours >= b.rule->hours ? 1 : 0;
        sums.roof_m2 += b.roof_m2;
        sums.roof_light += b.roof_m2 * b.sun.roof_share;
        if (b.zone.empty()) break; // counted once
      }
    for (auto const& [scope, sums] : scopes) {
      if (sums.judged > 0) {
        add("sun_judged", scope, exactly(sums.judged), "",
            "buildings that a rule of sunshine judges, planned and of the picture");
        add("sun_kept", scope, exactly(100 * sums.kept / sums.judged), "%",
            "of them with as much sun on the day as the rule asks for; exact shadows, level ground");
      }
      add("roof_sun", scope, exactly(100 * sums.roof_light / sums.roof_m2), "%",
          "light on roofs of the year's on free ones; " + figures().cited("diffuse"));
      add("roof_yield", scope, sums.roof_light / 1e6 * per_m2(), "GWh/a",
          "if every usable roof had panels; " + setup_.energy->figure("sun_yield").cited());
    }
  }

  /// kWh a year of a free roof.
  Range per_m2() const {
    auto const of = [&](char const* name) { return setup_.energy->figure(name).of(""); };
    return of("roof_usable") * of("roof_power") * of("sun_yield");
  }

  void add(char const* name, std::string const& scope, Range value, char const* unit, std::string source) {
    out_.kpis.push_back({name, scope, value.value, value.low, value.high, unit, std::move(source), 0});
  }

  void add_columns() {
    Column hours{"sun_hours", Layer::building, "h", {}}, longest{"sun_longest", Layer::building, "h", {}},
        roof{"roof_sun", Layer::building, "%", {}}, yield{"roof_yield", Layer::building, "MWh/a", {}},
        sky{"sky_view", Layer::building, "%", {}}, of_parcel{"parcel_roof_yield", Layer::parcel, "MWh/a", {}};
    std::map<std::string, double> drawn; // MWh/a
    for (Building const& b : buildings_) {
      double const mwh = b.roof_m2 * b.sun.roof_share / 1e3 * per_m2().value;
      if (!b.parcel.empty()) {
        drawn[b.parcel] += mwh;
        continue;
      }
      if (b.rule != nullptr) hours.values.emplace_back(b.id, b.sun.hours);
      if (b.rule != nullptr) longest.values.emplace_back(b.id, b.sun.longest_h);
      roof.values.emplace_back(b.id, 100 * b.sun.roof_share);
      yield.values.emplace_back(b.id, mwh);
      sky.values.emplace_back(b.id, 100 * b.sun.sky_view);
    }
    of_parcel.values.assign(drawn.begin(), drawn.end());
    out_.columns = {std::move(hours), std::move(longest), std::move(roof),
                    std::move(yield), std::move(sky),     std::move(of_parcel)};
  }

  SunSetup& setup_;
  Inputs const& inputs_;
  Evaluation out_;
  struct Parcel {
    std::string zone, group;
  };
  std::map<std::string, Parcel> parcels_;
  std::vector<std::pair<std::string, plan::MapRing>> zones_;
  std::vector<Building> buildings_;
  std::vector<sun::Prism> prisms_; // of each building
};

} // namespace

Engine sun_engine(std::shared_ptr<Programme const> programme, std::shared_ptr<EnergyFactors const> energy,
                  std::shared_ptr<SunTable const> table, std::shared_ptr<DrawnCity const> drawn) {
  Engine engine;
  engine.name = "sun";
  engine.version = 2;
  engine.parameters = plan::ByteText()
                          .add(programme->hash)
                          .add(energy->hash)
                          .add(table->figures.hash)
                          .add(drawn ? drawn->hash : ContentHash{})
                          .hash();
  engine.reads = {{Layer::zone, {"outline"}},
                  {Layer::parcel, {"zone", "use", "outline"}},
                  {Layer::building, {"outline", "use", "parcel", "storeys", "height_m"}}};
  auto const setup = std::make_shared<SunSetup>();
  setup->programme = std::move(programme);
  setup->energy = std::move(energy);
  setup->table = std::move(table);
  setup->drawn = std::move(drawn);
  engine.run = [setup](Inputs const& inputs) { return SunRun(*setup, inputs).run(); };
  return engine;
}

} // namespace dalian::whatif
