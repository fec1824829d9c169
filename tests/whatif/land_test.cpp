#include "tests/plan/random_edits.hpp"
#include "tests/whatif/engines.hpp"
#include "twin/plan/polygon.hpp"

#include <gtest/gtest.h>

namespace dalian::whatif {
namespace {

using namespace testing;
using plan::Layer;
using plan::Layout;
using plan::testing::add;
using plan::testing::applied;
using plan::testing::set;
using plan::testing::square;

Evaluation land_of(Layout const& layout) {
  static Runner runner = fresh_runner();
  auto const outcome = runner.run(layout, {}).at("land");
  EXPECT_EQ(outcome.ending, Ending::done) << outcome.failure.message;
  return *outcome.evaluation;
}

double kpi(Evaluation const& e, std::string_view name, std::string_view scope = {}) {
  auto const* found = e.kpi(name, scope);
  EXPECT_NE(found, nullptr) << name;
  return found ? found->value : NAN;
}

/// Of all, no matter in what order: severity, entity and the beginning of the message.
bool has_finding(Evaluation const& e, std::string const& id, std::string const& words) {
  return std::any_of(e.findings.begin(), e.findings.end(),
                     [&](plan::Finding const& f) { return f.id == id && f.message.find(words) != std::string::npos; });
}

TEST(Land, NetLandOfTheCityIsThatOfTheBaker) {
  // Net hectares by use that bake_city, another program with polygons of its own and smoothed streets, prints of the
  // same files on the map; 2798.7 ha there are 2800 on the ellipsoid.
  std::map<std::string, double> const baked{{"parts", 810.0},       {"residential", 257.4}, {"battery", 186.0},
                                            {"logistics", 145.5},   {"campus", 184.4},      {"assembly", 68.6},
                                            {"buffer", 99.8},       {"waterfront", 85.6},   {"office", 77.9},
                                            {"kyoto_street", 10.1}, {"school", 26.9},       {"clinic", 5.4}};
  auto const land = land_of(city());
  auto const* net = land.column("net_ha");
  ASSERT_NE(net, nullptr);
  std::map<std::string, double> by_use;
  for (auto const& [id, ha] : net->values) {
    auto const parcel = *city().find(Layer::parcel, id);
    if (parcel.text("zone") == "njip") by_use[parcel.text("use")] += ha;
  }
  for (auto const& [use, ha] : baked)
    EXPECT_NEAR(by_use[use] / ha, 1, 0.02) << use << " " << by_use[use];
  EXPECT_NEAR(kpi(land, "area"), 52.92, 0.05) << "the plan's four zones";
  EXPECT_NEAR(kpi(land, "streets", "njip"), 269.6, 0.02 * 269.6);
  for (Certificate const& c : land.certificates)
    EXPECT_TRUE(c.good()) << c.name << " " << c.value;
}

TEST(Land, ZonesAddUpToAll) {
  auto const land = land_of(city());
  for (auto const* name : {"area", "jobs", "residents", "output", "water", "power_peak", "floor", "streets"}) {
    double sum = 0;
    for (Kpi const& k : land.kpis)
      if (k.name == name && !k.scope.empty()) sum += k.value;
    EXPECT_NEAR(sum, kpi(land, name), 1e-9 * sum) << name;
  }
  EXPECT_NEAR(kpi(land, "output_equipment") + kpi(land, "output_materials"), kpi(land, "output"), 1e-9);
  EXPECT_DOUBLE_EQ(kpi(land, "target_equipment"), kpi(land, "output_equipment")) << "of 100";
  EXPECT_DOUBLE_EQ(kpi(land, "target_materials"), 2 * kpi(land, "output_materials")) << "of 50";
}

TEST(Land, FloorGrowsWithItsRatioAndWithBuildings) {
  Layout const base = plan::testing::town();
  auto const before = land_of(base),
             twice = land_of(applied(base, {set(Layer::parcel, "p000", "far", 0.64)})); // parts 0.32
  double const jobs = before.column("jobs")->values[0].second;
  EXPECT_GT(jobs, 0);
  EXPECT_NEAR(kpi(twice, "jobs") - kpi(before, "jobs"), jobs, 1e-6) << "twice the floor, twice the jobs";
  auto const built = land_of(applied(base, {add(Layer::building, "b",
                                                {{"outline", square(121.6005, 39.2005, 0.0005)},
                                                 {"use", std::string("office")},
                                                 {"parcel", std::string("p000")},
                                                 {"storeys", 10.0}})}));
  double const floor = kpi(built, "floor") - kpi(before, "floor");
  // 0.0005° by 0.0005° at 39.2° N: 55.507 m (M·Δφ) by 43.191 m (N·cos φ·Δλ), ten times.
  EXPECT_NEAR(floor / (10 * 55.507 * 43.191), 1, 1e-4);
  EXPECT_NEAR(kpi(built, "jobs") - kpi(before, "jobs"), floor / 1.53 / 1e4 * 275, 1e-6) << "150…400 jobs/ha at 1.53";
}

TEST(Land, FaultsAreBoundToTheirFeatureAndTheRestGoesOn) {
  Layout const base = plan::testing::town();
  auto const land = land_of(applied(
      base,
      {set(Layer::parcel, "p000", "use", std::string("castle")),
       set(Layer::parcel, "p017", "outline", square(121.6102, 39.2042, 0.004)),
       add(Layer::building, "a", {{"outline", square(121.6, 39.2, 0.001)}, {"use", std::string("office")}}),
       add(Layer::building, "b", {{"outline", square(121.6005, 39.2, 0.001)}, {"use", std::string("office")}}),
       add(Layer::building, "far", {{"outline", square(121.8, 39.2, 0.001)}, {"use", std::string("office")}}),
       add(Layer::building, "tank", {{"outline", square(121.63, 39.2, 0.001)}, {"use", std::string("tank_park")}}),
       set(Layer::parcel, "p003", "outline",
           plan::Shape{{121.6, 39.2}, {121.61, 39.21}, {121.61, 39.2}, {121.6, 39.21}})}));
  EXPECT_TRUE(has_finding(land, "p000", "is 'castle', which the table of uses does not have"));
  EXPECT_TRUE(has_finding(land, "p018", "lies over parcel 'p017'"));
  EXPECT_TRUE(has_finding(land, "b", "stands on building 'a'"));
  EXPECT_TRUE(has_finding(land, "far", "stands outside of every zone"));
  EXPECT_TRUE(has_finding(land, "tank", "which has no floor"));
  EXPECT_GT(kpi(land, "jobs"), 1000);
  bool const all_good =
      std::all_of(land.certificates.begin(), land.certificates.end(), [](auto const& c) { return c.good(); });
  EXPECT_FALSE(all_good) << "land that is lost shows in the balance";
}

TEST(Land, RoadsOfAnyRandomTownTakeTheirLand) {
  // Against points counted on a grid of 1 m over one parcel with streets on all sides and one across.
  Layout const layout =
      applied(plan::testing::town(1), {add(Layer::road, "across",
                                           {{"line", plan::Shape{{121.599, 39.2003}, {121.606, 39.2036}}},
                                            {"class", std::string("arterial")},
                                            {"width_m", 21.0}})});
  auto const ring = plan::to_map(layout.find(Layer::parcel, "p000")->shape("outline"));
  std::vector<plan::Strip> strips;
  layout.for_each(Layer::road, [&](plan::Entity const& road) {
    strips.push_back({plan::to_map(road.shape("line")), road.number("width_m") / 2 + 5});
  });
  auto const [low, high] =
      std::minmax_element(ring.begin(), ring.end(), [](auto a, auto b) { return a.east_m < b.east_m; });
  auto const [south, north] =
      std::minmax_element(ring.begin(), ring.end(), [](auto a, auto b) { return a.north_m < b.north_m; });
  int free = 0;
  for (double x = low->east_m + 0.5; x < high->east_m; ++x)
    for (double y = south->north_m + 0.5; y < north->north_m; ++y) {
      if (!plan::contains(ring, {x, y})) continue;
      bool const taken = std::any_of(strips.begin(), strips.end(), [&](plan::Strip const& s) {
        MapPoint const a = s.line[0], b = s.line[1];
        double const l = distance_m(a, b);
        double const off = ((b.east_m - a.east_m) * (y - a.north_m) - (b.north_m - a.north_m) * (x - a.east_m)) / l;
        return std::abs(off) <= s.half_m;
      });
      free += !taken;
    }
  double const net_m2 = land_of(layout).column("net_ha")->values[0].second * 1e4;
  EXPECT_NEAR(net_m2 / free, 1, 0.01);
}

} // namespace
} // namespace dalian::whatif
