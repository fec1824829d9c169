// The engine port over two quays: what its figures rest on, and what edits do.
#include "tests/plan/random_edits.hpp"
#include "tests/whatif/engines.hpp"
#include "twin/plan/polygon.hpp"
#include "twin/whatif/port.hpp"
#include "twin/whatif/port_terminal.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <sstream>
#include <unistd.h>

namespace dalian::whatif {
namespace {

using namespace testing;
using plan::Layer;
using plan::Layout;
using plan::testing::add;
using plan::testing::applied;
using plan::testing::removed;
using plan::testing::set;
using ::testing::HasSubstr;

Evaluation answer(Layout const& layout) {
  static Runner runner({port_engine(port_table())});
  return *runner.run(layout, {})["port"].evaluation;
}

plan::Edits quay(std::string const& name, double lat, int cranes) {
  plan::Edits edits{add(Layer::berth, name,
                        {{"line", plan::Shape{{121.90, lat}, {121.92, lat}}}, {"kind", std::string("container")}}),
                    add(Layer::yard, name + "-yard",
                        {{"outline", plan::testing::square(121.90, lat - 0.01, 0.008)}, {"berth", name}})};
  for (int i = 0; i < cranes; ++i)
    edits.push_back(add(Layer::crane, fmt::format("{}-{:02}", name, i), {{"berth", name}, {"moves_h", 28.0}}));
  return edits;
}
/// 1.7 km of quay and as many cranes each, as long as what Dalian has.
Layout port(int cranes = 20) {
  Layout out = applied({}, quay("north", 38.98, cranes));
  out = applied(out, quay("south", 38.95, cranes));
  return applied(out, {add(Layer::berth, "cars",
                           {{"line", plan::Shape{{121.9, 38.9}, {121.91, 38.9}}}, {"kind", std::string("car")}})});
}
double kpi(Evaluation const& e, std::string_view name) {
  Kpi const* k = e.kpi(name);
  EXPECT_NE(k, nullptr) << name;
  return k ? k->value : NAN;
}
bool any(Evaluation const& e, std::string_view id, std::string_view words) {
  return std::any_of(e.findings.begin(), e.findings.end(),
                     [&](plan::Finding const& f) { return f.id == id && f.message.find(words) != std::string::npos; });
}

TEST(Port, FiguresFollowFromTheTable) {
  auto const e = answer(port());
  EXPECT_DOUBLE_EQ(kpi(e, "port_throughput"), 5);
  double const moves = 0.5 * 400 + 0.3 * 1100 + 0.2 * 2600; // of a mean call
  EXPECT_NEAR(kpi(e, "port_calls"), 5e6 / 1.575 / moves, 1e-6);
  // half of the boxes come, for 5 days, in the peak month; by Little
  double const there = 2.5e6 * 1.2 / 365 * 5;
  EXPECT_NEAR(kpi(e, "yard_fill"),
              100 * there /
                  (2 * 800 * plan::true_area_m2(plan::to_map(plan::testing::square(121.90, 38.965, 0.008))) / 1e4),
              0.1);
  EXPECT_TRUE(any(e, "cars", "not judged"));
  for (auto const& c : e.certificates)
    EXPECT_TRUE(c.good()) << c.name;
  for (Kpi const& k : e.kpis)
    EXPECT_TRUE(k.low <= k.value && k.value <= k.high) << k.name;
}

/// What is simulated is what the closed form says for ever, as far as a month from an empty port can be it.
TEST(Port, WaitsAgreeWithTheClosedForm) {
  Terminal terminal;
  terminal.berth = "north";
  terminal.length_m = 1700;
  terminal.share = 0.5;
  for (int const cranes : {16, 20, 28}) {
    terminal.crane_moves.assign(static_cast<std::size_t>(cranes), 28.0);
    auto const f = terminal_figures(terminal, *port_table(), End::value);
    ASSERT_LT(f.occupancy, 0.8);
    EXPECT_NEAR(f.wait_h, f.steady_h, 4 * f.wait_error_h + 0.15 * f.steady_h) << cranes << " cranes";
  }
}

TEST(Port, CranesShortenWaitsAndAPlanIsNoWorseThanFirstCome) {
  auto const many = answer(port(20)), few = answer(port(10));
  EXPECT_LT(kpi(many, "ship_wait"), kpi(few, "ship_wait"));
  EXPECT_LT(kpi(many, "berth_occupancy"), kpi(few, "berth_occupancy"));
  EXPECT_LE(kpi(few, "wait_planned"), kpi(few, "wait_first_come"));
}

TEST(Port, AQuayThatCannotKeepUpIsAFindingWithWhatMendsIt) {
  auto const e = answer(port(6));
  EXPECT_TRUE(any(e, "north", "ships wait"));
  EXPECT_TRUE(any(e, "north", "more crane"));
  auto const none = answer(applied(port(1), {removed(Layer::crane, "north-00")}));
  EXPECT_TRUE(any(none, "north", "has no crane"));
}

TEST(Port, GatesAndYardCranesDecideHowLongATruckIsInside) {
  Layout const base = port();
  auto const narrow = answer(applied(base, {set(Layer::yard, "north-yard", "gate_lanes", 3.0)}));
  EXPECT_GT(kpi(narrow, "truck_turn"), kpi(answer(base), "truck_turn"));
  EXPECT_TRUE(any(narrow, "north", "more gate lanes"));
  auto const slow = answer(applied(base, {set(Layer::yard, "north-yard", "cranes", 5.0)}));
  EXPECT_TRUE(any(slow, "north", "more yard cranes"));
}

TEST(Port, WithoutBerthsThereIsNothingToSay) {
  auto const e = answer(Layout());
  EXPECT_TRUE(e.kpis.empty() && e.findings.empty() && e.certificates.empty());
}

TEST(Port, ABrokenTableNamesFileLineFieldAndRemedy) {
  auto const file = std::filesystem::temp_directory_path() / fmt::format("port-{}.toml", ::getpid());
  std::ifstream in(assets_source() / "config/port.toml");
  std::stringstream text;
  text << in.rdbuf();
  auto const error = [&](std::string const& from, std::string const& to) {
    std::string changed = text.str();
    changed.replace(changed.find(from), from.size(), to);
    std::ofstream(file) << changed;
    return read_port_table(file).error();
  };
  EXPECT_THAT(error("share = 0.5", "share = 0.6"), HasSubstr("add up to 1."));
  EXPECT_THAT(error("name = \"throughput\"", "name = \"through\""), HasSubstr("'throughput' is missing"));
  EXPECT_THAT(error("moves = 400", "moves = 0"), HasSubstr("'moves' is 0; it must be within"));
  std::filesystem::remove(file);
}

} // namespace
} // namespace dalian::whatif
