// libFuzzer target: scenario files and layouts as JSON. What is read is written the same; what is refused says why.
#include "tests/fuzz/fuzz.hpp"
#include "twin/plan/check.hpp"
#include "twin/plan/document.hpp"

using namespace dalian;
using dalian::fuzz::require;

std::vector<std::string> fuzz::seeds() {
  using plan::Edit;
  plan::Scenario const scenario{
      "name",
      "note",
      {},
      {{Edit::Kind::set, plan::Layer::parcel, "p", "far", 1.5, {}},
       {Edit::Kind::remove, plan::Layer::road, "r", {}, {}, {}},
       {Edit::Kind::add,
        plan::Layer::bus_line,
        "b",
        {},
        {},
        {{"stops", std::vector<std::string>{"s", "t"}}, {"seats", 30.0}}},
       {Edit::Kind::add, plan::Layer::zone, "z", {}, {}, {{"outline", plan::Shape{{121, 39}, {122, 39}, {122, 40}}}}}}};
  return {"s" + plan::to_text(scenario),
          "l{\"format\":\"dalian-layout\",\"version\":1,\"entities\":[{\"layer\":\"power_bus\",\"id\":\"b\","
          "\"fields\":{\"at\":[121.6,39.2],\"voltage_kv\":66}},{\"layer\":\"feeder\",\"id\":\"f\",\"fields\":{"
          "\"upstream\":\"f\"}}]}"};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  auto const text = fuzz::text(data + 1, size - 1);
  if (data[0] == 'l') {
    auto const layout = plan::add_layers({}, text, "l");
    if (!layout) return require(!layout.error().empty()), 0;
    for (auto const& finding : plan::check(*layout))
      require(!to_text(finding).empty());
    require(plan::apply_all({}, plan::difference({}, *layout)).layout.hash() == layout->hash());
    return 0;
  }
  auto const scenario = plan::parse_scenario(text, "s");
  if (!scenario) return require(!scenario.error().empty()), 0;
  auto const written = plan::to_text(*scenario);
  auto const again = plan::parse_scenario(written, "s");
  require(again.ok());
  require(plan::to_text(*again) == written);
  auto const done = plan::apply_all({}, scenario->edits);
  require(plan::apply_all({}, plan::difference({}, done.layout)).layout.hash() == done.layout.hash());
  return 0;
}
