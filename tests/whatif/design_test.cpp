#include "twin/whatif/design.hpp"

#include "tests/plan/random_edits.hpp"

#include <set>

namespace dalian::whatif {
namespace {

std::string const kHead = R"({"format": "dalian-design", "version": 1, "name": "d", )";

Design read(std::string const& rest) {
  auto design = parse_design(kHead + rest, "d.json");
  EXPECT_TRUE(design) << design.error();
  return *design;
}
std::string error_of(std::string const& rest) {
  auto const design = parse_design(kHead + rest, "d.json");
  return design ? "" : design.error();
}

TEST(Design, AGridHasEveryCombinationOnce) {
  auto const design = read(R"("kind": "grid", "axes": [
    {"name": "use", "layer": "parcel", "id": "p001", "field": "use", "values": ["school", "office", "parts"]},
    {"name": "far", "layer": "parcel", "id": "p001", "field": "far", "low": 1, "high": 2, "steps": 5},
    {"name": "stop", "choices": [{"name": "no", "edits": []},
      {"name": "yes", "edits": [{"do": "add", "layer": "bus_stop", "id": "s", "fields": {"at": [121.61, 39.21]}}]}]}]})");
  ASSERT_EQ(design.cases, 30u);
  std::set<std::vector<std::string>> seen;
  for (std::size_t i = 0; i < design.cases; ++i)
    seen.insert(case_of(design, i, {}).settings);
  EXPECT_EQ(seen.size(), 30u);
  auto const last = case_of(design, 29, {});
  EXPECT_EQ(last.settings, (std::vector<std::string>{"parts", "2.0", "yes"}));
  EXPECT_EQ(last.edits.size(), 3u);
}

TEST(Design, DrawsDependOnSeedCaseAxisAndEntityAlone) {
  std::string const axis =
      R"({"name": "use", "layer": "parcel", "zone": "z", "field": "use", "values": ["school", "office"], "share": 0.25})";
  auto const one = read(R"("kind": "random", "cases": 200, "seed": 7, "axes": [)" + axis + "]}");
  auto const two = read(R"("kind": "random", "cases": 200, "seed": 7, "axes": [
    {"name": "far", "layer": "parcel", "id": "p001", "field": "far", "values": [1, 2]}, )" +
                        axis + "]}");
  auto const base = plan::testing::town(200), smaller = plan::testing::town(150);
  std::size_t edits = 0, offices = 0;
  for (std::size_t i = 0; i < one.cases; ++i) {
    auto const drawn = case_of(one, i, base).edits;
    auto more = case_of(two, i, base).edits;
    more.erase(more.begin());
    EXPECT_EQ(more, drawn) << "another axis shifts nothing";
    auto fewer = drawn;
    std::erase_if(fewer, [](plan::Edit const& e) { return e.id >= "p150"; });
    EXPECT_EQ(case_of(one, i, smaller).edits, fewer) << "nor do other parcels";
    edits += drawn.size();
    offices += static_cast<std::size_t>(std::count_if(
        drawn.begin(), drawn.end(), [](auto const& e) { return std::get<std::string>(e.value) == "office"; }));
  }
  EXPECT_NEAR(static_cast<double>(edits) / 40000, 0.25, 0.01) << "binomial: sigma 0.0022";
  EXPECT_NEAR(static_cast<double>(offices) / static_cast<double>(edits), 0.5, 0.025) << "sigma 0.005";
}

TEST(Design, FaultsNameAxisFieldAndRemedy) {
  EXPECT_EQ(error_of(R"("kind": "all"})"), "d.json: field 'kind' must be \"grid\", \"list\" or \"random\"");
  EXPECT_EQ(error_of(R"("kind": "grid", "axes": []})"), "d.json: field 'axes' must be a list that is not empty");
  EXPECT_NE(
      error_of(
          R"("kind": "grid", "axes": [{"name": "a", "layer": "parcel", "id": "p", "field": "far", "values": [99]}]})")
          .find("axis 1: "),
      std::string::npos);
  EXPECT_NE(
      error_of(
          R"("kind": "grid", "axes": [{"name": "a", "layer": "parcel", "zone": "z", "field": "far", "values": [1], "share": 1}]})")
          .find("needs the kind \"random\""),
      std::string::npos);
  std::string const wide =
      R"({"name": "a", "layer": "parcel", "id": "p", "field": "far", "low": 0, "high": 1, "steps": 2000})";
  EXPECT_NE(error_of(R"("kind": "grid", "axes": [)" + wide + "," + wide + "]}").find("more than 1000000 cases"),
            std::string::npos);
  EXPECT_NE(parse_design("[1, 2", "d.json").error(), "");
}

} // namespace
} // namespace dalian::whatif
