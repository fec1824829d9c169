#include "tests/plan/random_edits.hpp"
#include "twin/plan/document.hpp"

#include <gtest/gtest.h>

namespace dalian::plan {
namespace {

using namespace testing;

std::string scenario_text(std::string const& edits, std::string const& head = R"("version": 1)") {
  return R"({"format": "dalian-scenario", )" + head +
         R"(, "name": "n", "base": "00000000000000000000000000000001", "edits": [)" + edits + "]}";
}

TEST(Document, AScenarioReadsBackAndItsTextIsTheSame) {
  std::mt19937 random(11);
  Layout const base = town();
  Layout layout = base;
  for (int i = 0; i < 300; ++i)
    layout = *apply(layout, random_edit(layout, random));
  Scenario const scenario{"a \"name\"", "学校を移す", base.hash(), difference(base, layout)};
  auto const text = to_text(scenario);
  auto const back = parse_scenario(text, "s.json");
  ASSERT_TRUE(back) << back.error();
  EXPECT_EQ(*back, scenario);
  EXPECT_EQ(to_text(*back), text);
  EXPECT_EQ(applied(base, back->edits).hash(), layout.hash());
  auto const lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  EXPECT_EQ(lines, scenario.edits.size() + 9) << "an edit a line";
}

TEST(Document, EveryKindOfValueReadsBack) {
  Edits const edits{add(Layer::bus_line, "b",
                        {{"name_en", std::string("R&D line")},
                         {"stops", std::vector<std::string>{"s1", "s2"}},
                         {"line", Shape{{121.6000001, 39.2}, {121.7, 39.3}}},
                         {"headway_min", 7.5},
                         {"seats", 30.0}}),
                    set(Layer::valve, "v", "open", false),
                    set(Layer::parcel, "p", "outline", square(121.6, 39.2, 0.01)),
                    set(Layer::parcel, "p", "far", Value{})};
  Scenario const scenario{"", "", {}, edits};
  auto const back = parse_scenario(to_text(scenario), "s.json");
  ASSERT_TRUE(back) << back.error();
  EXPECT_EQ(back->edits, edits);
}

TEST(Document, FaultsNameFileEditFieldAndRemedy) {
  auto const why = [](std::string const& text) { return parse_scenario(text, "s.json").error(); };
  EXPECT_EQ(why("{"), "s.json: is no JSON object: it is damaged or another file");
  EXPECT_EQ(why(R"({"format":"x"})"),
            "s.json: field 'format' is not \"dalian-scenario\": this is another kind of file");
  EXPECT_EQ(why(scenario_text("", R"("version": 2)")),
            "s.json: field 'version' is 2, this program reads 1: use the program that wrote it");
  EXPECT_EQ(why(scenario_text(R"({"do":"move"})")),
            "s.json: edit 1: field 'do' is 'move'; it must be add, remove or set");
  EXPECT_EQ(why(scenario_text(R"({"do":"set","layer":"lake","id":"a"})")),
            "s.json: edit 1: layer 'lake' is not known: `twinctl whatif layers` lists them");
  EXPECT_EQ(why(scenario_text(R"({"do":"set","layer":"parcel","id":"a","field":"far"})")),
            "s.json: edit 1: field 'to' is missing: write the new value, or null for none");
  EXPECT_EQ(why(scenario_text(R"({"do":"set","layer":"parcel","id":"a","field":"far","to":"high"})")),
            "s.json: edit 1: field 'far' must be a number");
  EXPECT_EQ(why(scenario_text(R"({"do":"add","layer":"parcel","id":"a","fields":{"fra":1}})")),
            "s.json: edit 1: layer 'parcel' has no field 'fra': mend its name");
  EXPECT_EQ(why(scenario_text(R"({"do":"set","layer":"parcel","id":"a","field":"far","to":1e999})")),
            "s.json: is no JSON object: it is damaged or another file");
}

TEST(Document, NetworksComeAsLayersOfTheirOwn) {
  std::string const text = R"({"format":"dalian-layout","version":1,"entities":[
    {"layer":"power_bus","id":"b1","fields":{"at":[121.61,39.21],"voltage_kv":66}},
    {"layer":"feeder","id":"f1","fields":{"from":"b1","to":"b1"}}]})";
  auto const layout = add_layers(town(), text, "grid.json");
  ASSERT_TRUE(layout) << layout.error();
  EXPECT_EQ(layout->find(Layer::power_bus, "b1")->number("voltage_kv"), 66);
  EXPECT_EQ(layout->find(Layer::feeder, "f1")->text("from"), "b1");
  EXPECT_EQ(add_layers(*layout, text, "grid.json").error(),
            "grid.json: entity 1: power_bus 'b1': is there already: choose another id, or set its fields");
}

} // namespace
} // namespace dalian::plan
