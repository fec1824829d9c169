#include "twin/whatif/sun.hpp"

#include "twin/plan/polygon.hpp"
#include "twin/whatif/sun_setup.hpp"
#include "twin/whatif/sun_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace dalian::whatif {
namespace {

using plan::Entity;
using plan::Layer;
using plan::Severity;

struct Building {
  std::string_view id, zone, group;
  std::string_view parcel; // of one of the picture; "" of a planned one
  ContentHash hash;        // of what shades: outline and height
  sun::Prism const* prism = nullptr;
  SunRule const* rule = nullptr;
  double roof_m2 = 0, roof_share = 1;
  BuildingSun sun = {};
  std::string_view shader = {}; // id; "" = none
};

constexpr std::uint32_t kNotDrawn = ~std::uint32_t{0};

class SunRun {
 public:
  SunRun(SunSetup& setup, Inputs const& inputs) : setup_(setup), inputs_(inputs) {}

  Evaluation run() {
    read_places();
    read_planned();
    read_drawn();
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

  /// Of parcels in the order of ids; `drawn_parts_` those of the picture's, null where one has gone.
  void read_places() {
    std::size_t next = 0;
    static std::vector<std::string_view> const none;
    auto const& drawn = setup_.drawn ? setup_.drawn->parcels() : none;
    drawn_parts_.resize(drawn.size());
    inputs_.for_each(Layer::parcel, [&](Entity const& parcel) {
      while (next < drawn.size() && drawn[next] < parcel.id())
        ++next;
      bool const is_drawn = next < drawn.size() && drawn[next] == parcel.id();
      parcels_.push_back({parcel.id(), setup_.parcels.get(parcel, [&] {
                            LandUse const* use = setup_.programme->use(parcel.text("use"));
                            bool const stands =
                                is_drawn && setup_.drawn->is_as_drawn(static_cast<std::uint32_t>(next), parcel);
                            return ParcelPart{parcel.text("zone"), use ? use->group : "", stands};
                          })});
      if (is_drawn) drawn_parts_[next] = parcels_.back().part.get();
    });
    inputs_.for_each(Layer::zone, [&](Entity const& zone) {
      zones_.emplace_back(zone.id(), setup_.zones.get(zone, [&] { return plan::to_map(zone.shape("outline")); }));
    });
  }

  std::string_view zone_of(Entity const& building, MapPoint middle) const {
    std::string const parcel = building.text("parcel");
    auto const it = std::lower_bound(parcels_.begin(), parcels_.end(), parcel,
                                     [](Parcel const& p, std::string const& id) { return p.id < id; });
    if (it != parcels_.end() && it->id == parcel) return it->part->zone;
    for (auto const& [id, ring] : zones_)
      if (plan::contains(*ring, middle)) return id;
    return {};
  }

  void read_planned() {
    outlines_ = setup_.pieces.outlines(inputs_, Layer::building);
    planned_.reserve(outlines_.size());
    std::size_t i = 0;
    inputs_.for_each(Layer::building, [&](Entity const& entity) {
      Outline const& outline = outlines_[i++];
      if (outline.ring.empty()) return; // the check of the layout says so
      Building building;
      building.id = outline.id;
      building.zone = zone_of(entity, plan::centroid(outline.ring));
      LandUse const* use = setup_.programme->use(entity.text("use"));
      building.group = use ? std::string_view(use->group) : "";
      double const top = entity.has("height_m") ? entity.number("height_m")
                                                : entity.number("storeys") * figures().value("storey_height");
      building.hash = plan::ByteText().add(outline.hash).add(top).hash();
      building.roof_m2 = plan::true_area_m2(outline.ring);
      planned_.push_back({outline.ring, 0, top, outline.low, outline.high});
      building.prism = &planned_.back();
      add_building(std::move(building), kNotDrawn);
    });
    planned_near_.emplace(planned_);
  }

  void add_building(Building building, std::uint32_t block) {
    building.rule = setup_.table->rule_of(building.group, building.zone);
    buildings_.push_back(std::move(building));
    block_.push_back(block);
  }

  /// Those whose parcel is as it was and in whose place nothing is planned.
  void read_drawn() {
    if (!setup_.drawn) return;
    auto const& blocks = setup_.drawn->blocks();
    std::vector<MapPoint> middles;
    for (sun::Prism const& prism : planned_)
      middles.push_back(plan::centroid(prism.ring));
    number_of_.assign(blocks.size(), kNotDrawn);
    for (std::uint32_t i = 0; i < blocks.size(); ++i) {
      SunDrawn::Block const& block = blocks[i];
      ParcelPart const* parcel = drawn_parts_[block.parcel];
      if (parcel == nullptr || !parcel->as_drawn) continue;
      bool replaced = false;
      for (std::size_t k = 0; k < planned_.size() && !replaced; ++k)
        replaced = is_in_place_of(block, planned_[k], middles[k]);
      if (replaced) continue;
      number_of_[i] = static_cast<std::uint32_t>(buildings_.size());
      DrawnBuilding const& drawn = *block.building;
      add_building(
          {drawn.id, parcel->zone, parcel->group, drawn.parcel, drawn.hash, &block.prism, nullptr, block.roof_m2}, i);
    }
  }

  /// Numbers of buildings within a box's reach, planned ones, then of the picture those of `blocks` that stand.
  std::vector<std::uint32_t> reach(sun::Prism const& box, double z_m, double least_rad,
                                   std::vector<std::uint32_t> const& blocks) const {
    auto out = planned_near_->around(box.low, box.high, z_m, least_rad);
    for (std::uint32_t const block : blocks)
      if (number_of_[block] != kNotDrawn) out.push_back(number_of_[block]);
    return out;
  }

  std::vector<std::uint32_t> higher_than(std::size_t i) const {
    sun::Prism const& prism = *buildings_[i].prism;
    double const least = least_elevation_rad(figures());
    if (block_[i] != kNotDrawn) return reach(prism, prism.top_m, least, setup_.drawn->blocks()[block_[i]].higher);
    return reach(prism, prism.top_m, least, drawn_around(prism, prism.top_m));
  }

  std::vector<std::uint32_t> before_windows(std::size_t i) const {
    Building const& building = buildings_[i];
    if (block_[i] == kNotDrawn)
      return reach(*building.prism, 0, least_elevation_rad(figures()), drawn_around(*building.prism, 0));
    auto const& blocks = setup_.drawn->before_windows(block_[i], *building.rule);
    if (planned_.empty()) return reach(*building.prism, 0, 0, blocks);
    double const least = least_elevation_rad(figures(), building.rule, to_geo(building.prism->low));
    return reach(*building.prism, 0, least, blocks);
  }

  std::vector<std::uint32_t> drawn_around(sun::Prism const& prism, double z_m) const {
    return setup_.drawn ? setup_.drawn->around(prism, z_m) : std::vector<std::uint32_t>{};
  }

  /// By content: itself and what stands within reach, each as it lies; sums, so that many cost additions alone.
  ContentHash key_of(Building const& building, std::vector<std::uint32_t> const& near) const {
    ContentHash key = building.hash;
    key += building.hash; // thrice with itself among them
    for (std::uint32_t const n : near)
      key += buildings_[n].hash;
    return key;
  }

  SunScene scene_of(std::size_t i, std::vector<std::uint32_t> const& near) const {
    SunScene scene;
    scene.where = to_geo(buildings_[i].prism->low);
    scene.building = near.size();
    for (std::uint32_t const n : near) {
      if (n == i) scene.building = scene.prisms.size();
      scene.neighbours.push_back(static_cast<std::uint32_t>(scene.prisms.size()));
      scene.prisms.push_back(*buildings_[n].prism);
    }
    if (scene.building == near.size()) scene.prisms.push_back(*buildings_[i].prism);
    return scene;
  }

  void compute() {
    for (std::size_t i = 0; i < buildings_.size(); ++i) {
      if (i % 64 == 0) inputs_.stop_if_asked();
      Building& building = buildings_[i];
      if (auto const higher = higher_than(i); !higher.empty())
        building.roof_share = setup_.roofs.get(key_of(building, higher),
                                               [&] { return setup_.light.share(scene_of(i, by_content(higher))); });
      if (building.parcel.empty() || building.rule != nullptr) find_sunshine(i, before_windows(i));
    }
  }

  void find_sunshine(std::size_t i, std::vector<std::uint32_t> const& near) {
    Building& building = buildings_[i];
    ContentHash key = key_of(building, near);
    key += rule_hash(building);
    building.sun = setup_.windows.get(key, [&] {
      auto const scene = scene_of(i, by_content(near));
      return building.parcel.empty() ? building_sun(scene, building.rule, figures())
                                     : drawn_sun(scene, *building.rule, figures());
    });
    if (building.sun.shader != BuildingSun::kNone)
      building.shader = buildings_[by_content(near)[building.sun.shader]].id;
  }

  /// Of what is asked about it: its rule, and whether it is planned.
  ContentHash rule_hash(Building const& building) {
    auto const [it, is_new] = rule_hashes_.try_emplace({building.rule, building.parcel.empty()});
    if (is_new)
      it->second = plan::ByteText()
                       .add(std::string_view(building.rule ? building.rule->name : ""))
                       .add(std::uint64_t{building.parcel.empty()})
                       .hash();
    return it->second;
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
      values.emplace_back(b.shader);
      values.push_back(lower ? fmt::format("{:.1f}", b.sun.mending_top_m) : fmt::format("{:.2f}", b.sun.hours_without));
    }
    out_.findings.push_back(told({Severity::warning, "building", std::string(b.id), ""}, words, std::move(values)));
  }

  /// Of the picture one finding a parcel: nobody decided where its buildings stand.
  void judge_drawn() {
    struct Row {
      std::size_t dark = 0, all = 0;
      Building const* darkest = nullptr;
    };
    std::map<std::string_view, Row> rows;
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
            told({Severity::note, "parcel", std::string(parcel), ""}, kSunLittleDrawn,
                 {fmt::to_string(row.dark), fmt::to_string(row.all), fmt::format("{}", row.darkest->rule->hours),
                  day_of(*row.darkest->rule), row.darkest->rule->name, std::string(row.darkest->id),
                  fmt::format("{:.2f}", row.darkest->sun.hours)}));
  }

  struct Sums {
    double judged = 0, kept = 0, roof_m2 = 0, roof_light = 0;
  };

  void add_kpis() {
    std::map<std::string_view, Sums> scopes;
    for (Building const& b : buildings_)
      for (std::string_view const scope : {std::string_view(), b.zone}) {
        Sums& sums = scopes[scope];
        sums.judged += b.rule != nullptr ? 1 : 0;
        sums.kept += b.rule != nullptr && b.sun.hours >= b.rule->hours ? 1 : 0;
        sums.roof_m2 += b.roof_m2;
        sums.roof_light += b.roof_m2 * b.roof_share;
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

  void add(char const* name, std::string_view scope, Range value, char const* unit, std::string source) {
    out_.kpis.push_back({name, std::string(scope), value.value, value.low, value.high, unit, std::move(source), 0});
  }

  void add_columns() {
    Column hours{"sun_hours", Layer::building, "h", {}}, longest{"sun_longest", Layer::building, "h", {}},
        roof{"roof_sun", Layer::building, "%", {}}, yield{"roof_yield", Layer::building, "MWh/a", {}},
        sky{"sky_view", Layer::building, "%", {}}, of_parcel{"parcel_roof_yield", Layer::parcel, "MWh/a", {}};
    std::map<std::string_view, double> drawn; // MWh/a
    for (Building const& b : buildings_) {
      double const mwh = b.roof_m2 * b.roof_share / 1e3 * per_m2().value;
      if (!b.parcel.empty()) {
        drawn[b.parcel] += mwh;
        continue;
      }
      if (b.rule != nullptr) hours.values.emplace_back(b.id, b.sun.hours);
      if (b.rule != nullptr) longest.values.emplace_back(b.id, b.sun.longest_h);
      roof.values.emplace_back(b.id, 100 * b.roof_share);
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
    std::string_view id;
    RowMemo<ParcelPart>::Ptr part;
  };
  std::vector<Parcel> parcels_;
  std::vector<ParcelPart const*> drawn_parts_; // by parcel of the picture
  std::vector<std::pair<std::string_view, RowMemo<plan::MapRing>::Ptr>> zones_;
  std::vector<Outline> outlines_; // of the planned
  std::vector<sun::Prism> planned_;
  std::optional<sun::Nearby> planned_near_;
  std::vector<Building> buildings_;      // planned ones, then of the picture those that stand
  std::vector<std::uint32_t> block_;     // of each, in the picture
  std::vector<std::uint32_t> number_of_; // of each block of the picture, in buildings_
  std::map<std::pair<SunRule const*, bool>, ContentHash> rule_hashes_;
};

} // namespace

Engine sun_engine(std::shared_ptr<Programme const> programme, std::shared_ptr<EnergyFactors const> energy,
                  std::shared_ptr<SunTable const> table, std::shared_ptr<DrawnCity const> drawn) {
  Engine engine;
  engine.name = "sun";
  engine.version = 3;
  engine.parameters = plan::ByteText()
                          .add(programme->hash)
                          .add(energy->hash)
                          .add(table->figures.hash)
                          .add(drawn ? drawn->hash : ContentHash{})
                          .hash();
  engine.reads = {{Layer::zone, {"outline"}},
                  {Layer::parcel, {"zone", "use", "outline"}},
                  {Layer::building, {"outline", "use", "parcel", "storeys", "height_m"}}};
  auto const setup =
      std::make_shared<SunSetup>(std::move(programme), std::move(energy), std::move(table), std::move(drawn));
  engine.run = [setup](Inputs const& inputs) { return SunRun(*setup, inputs).run(); };
  return engine;
}

} // namespace dalian::whatif
