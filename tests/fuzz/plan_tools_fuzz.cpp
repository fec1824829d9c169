// libFuzzer target: tools and their words, a call a line, on a small town; then the log of what was done. What a tool
// comes to applies and is undone to the same layout; what is refused says why.
#include "tests/fuzz/fuzz.hpp"
#include "twin/plan/edit_log.hpp"
#include "twin/plan/tool_words.hpp"

#include <sstream>

using namespace dalian;
using dalian::fuzz::require;
using plan::Edit;
using plan::Layer;
using plan::Shape;

namespace {

Edit add(Layer layer, std::string id, std::vector<std::pair<std::string, plan::Value>> fields) {
  return {Edit::Kind::add, layer, std::move(id), {}, {}, std::move(fields)};
}

/// Two parcels, two streets that cross, two buses with a feeder, a pipe with a valve, and what lacks its place.
plan::Layout const& town() {
  static plan::Layout const layout = [] {
    Shape const west{{121.6, 39.2}, {121.604, 39.2}, {121.604, 39.204}, {121.6, 39.204}},
        east{{121.604, 39.2}, {121.608, 39.2}, {121.608, 39.204}, {121.604, 39.204}};
    return plan::apply_all(
               {},
               {add(Layer::zone, "z", {{"outline", Shape{{121.6, 39.2}, {121.608, 39.2}, {121.608, 39.204}}}}),
                add(Layer::parcel, "a", {{"outline", west}, {"use", std::string("green")}, {"zone", std::string("z")}}),
                add(Layer::parcel, "b", {{"outline", east}, {"use", std::string("parts")}, {"zone", std::string("z")}}),
                add(Layer::road, "r", {{"line", Shape{{121.6, 39.201}, {121.608, 39.201}}}, {"width_m", 8.0}}),
                add(Layer::road, "s", {{"line", Shape{{121.604, 39.2}, {121.604, 39.204}}}, {"width_m", 8.0}}),
                add(Layer::power_bus, "p", {{"at", Shape{{121.601, 39.203}}}}), add(Layer::power_bus, "q", {}),
                add(Layer::feeder, "f", {{"from", std::string("p")}, {"to", std::string("q")}}),
                add(Layer::pipe, "w", {{"line", Shape{{121.601, 39.202}, {121.607, 39.202}}}}),
                add(Layer::valve, "v", {{"at", Shape{{121.603, 39.202}}}, {"pipe", std::string("w")}})})
        .layout;
  }();
  return layout;
}

} // namespace

std::vector<std::string> fuzz::seeds() {
  return {"road 121.601,39.2 121.601,39.204 class=local lanes=2\nclose r trucks=true\nchange s direction=forward\n",
          "building 121.602,39.2025 length=30 width=20 bearing=10\nsplit a 121.6015,39.199 121.6015,39.21\njoin a b "
          "use=x\n",
          "bus 121.601,39.201 121.604,39.2035 headway_min=5\ncorridor 121.6,39.201 121.604,39.2035\nsignal "
          "121.604,39.201\n",
          "plant 121.602,39.203 product=x\nstorage 121.606,39.203 kind=heat power_mw=1 energy_mwh=2\nmove storage x "
          "121.6,39.2\n",
          "reroute pipe w 121.601,39.2021 121.607,39.2022\nreroute feeder f 121.601,39.203 121.607,39.203\nturn parcel "
          "a 10\n"};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  plan::EditLog log(town());
  std::istringstream lines{std::string(fuzz::text(data, size))};
  std::string line, word;
  for (int calls = 0; calls < 8 && std::getline(lines, line); ++calls) {
    std::istringstream words_in(line);
    std::vector<std::string> words;
    while (words_in >> word)
      words.push_back(word);
    auto draft = plan::run_tool({log.layout(), nullptr}, words);
    if (!draft) {
      require(!draft.error().empty());
      continue;
    }
    require(!draft->refused() || draft->edits.empty());
    if (!draft->refused()) require(log.apply({line, std::move(draft->edits)}).ok());
  }
  auto const again = plan::parse_edit_log(to_text(log), "log", town());
  require(again.ok() && again->layout().hash() == log.layout().hash());
  while (log.undo()) {
  }
  require(log.layout().hash() == town().hash());
  return 0;
}
