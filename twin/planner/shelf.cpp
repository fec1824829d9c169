#include "twin/planner/shelf.hpp"

#include "twin/planner/bundle.hpp"

#include <algorithm>
#include <map>

namespace dalian::planner {
namespace {

using Path = std::filesystem::path;

std::vector<Path> scenario_files(Path const& folder) {
  std::vector<Path> out;
  std::error_code failed;
  for (auto const& entry : std::filesystem::directory_iterator(folder, failed))
    if (entry.path().extension() == ".json" && entry.path().stem().extension() != ".design")
      out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

struct Read {
  Shelved shelved;
  std::string from; // stem of another's file
  bool told = false;
};

Read read(Path const& file) {
  auto scenario = read_scenario_of(file);
  if (!scenario) return {{file, {}, {}, 0, 0, scenario.error()}, {}};
  return {{file, std::move(scenario->name), std::move(scenario->note), scenario->edits.size(), 0, {}},
          is_bundle(file) ? std::string() : std::move(scenario->from)};
}

/// Tells scenarios once each, their variants behind them.
class Telling {
 public:
  explicit Telling(std::vector<Path> const& files) {
    for (Path const& file : files)
      all_.push_back(read(file));
    for (Read& each : all_)
      by_stem_[each.shelved.file.stem().string()] = &each;
  }

  std::vector<Shelved> all() {
    for (Read& each : all_)
      if (!by_stem_.contains(each.from)) tell(each, 0);
    for (Read& each : all_) // what is left goes in a circle
      tell(each, 0);
    return std::move(out_);
  }

 private:
  void tell(Read& each, std::size_t depth) {
    if (std::exchange(each.told, true)) return;
    each.shelved.depth = depth;
    out_.push_back(each.shelved);
    for (Read& variant : all_)
      if (!variant.from.empty() && variant.from == each.shelved.file.stem()) tell(variant, depth + 1);
  }

  std::vector<Read> all_;
  std::map<std::string, Read*> by_stem_;
  std::vector<Shelved> out_;
};

} // namespace

std::vector<Shelved> shelf_of(Path const& folder) {
  return Telling(scenario_files(folder)).all();
}

} // namespace dalian::planner
