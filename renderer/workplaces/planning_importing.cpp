// A foreign file on the planner's desk: what it would become is held in hand until it is taken or left.
#include "renderer/workplaces/planning_desk.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dalian::workplaces {
namespace {

struct Extent {
  double east0 = 0, east1 = 0, north0 = 0, north1 = 0;
  bool any = false;

  void take(MapPoint p) {
    east0 = any ? std::min(east0, p.east_m) : p.east_m, east1 = any ? std::max(east1, p.east_m) : p.east_m;
    north0 = any ? std::min(north0, p.north_m) : p.north_m, north1 = any ? std::max(north1, p.north_m) : p.north_m;
    any = true;
  }
};

Extent extent_of(plan::Edits const& edits) {
  Extent out;
  for (plan::Edit const& edit : edits)
    for (auto const& [name, value] : edit.fields)
      if (auto const* shape = std::get_if<plan::Shape>(&value))
        for (GeoPoint const& p : *shape)
          out.take(to_map(p));
  return out;
}

} // namespace

void PlanningDesk::import_from(std::filesystem::path const& file) {
  leave_import();
  importer_.emplace(file, assets_);
  said_ = {};
}

bool PlanningDesk::follow_import() {
  if (!importer_ || !importer_->look()) return false;
  let_go();
  new_edits_ = importer_->offered() ? planner::new_of(*importer_->offered(), session_->layout()) : plan::Edits();
  if (new_edits_.empty()) return true;
  Extent const all = extent_of(new_edits_);
  import_reach_m_ = std::hypot(all.east1 - all.east0, all.north1 - all.north0);
  hold(MapPoint{(all.east0 + all.east1) / 2, (all.north0 + all.north1) / 2}, [this](plan::Site const&) {
    return plan::Draft{new_edits_, {}};
  });
  return true;
}

void PlanningDesk::take_import() {
  if (!importer_ || new_edits_.empty()) return;
  auto const file = importer_->file().filename().string();
  auto const size = new_edits_.size();
  take(session_->use("import " + file,
                     [&](plan::Site const&) {
                       return plan::Draft{std::move(new_edits_), {}};
                     }),
       "plan.imported");
  if (!said_.refused) said_.text = fmt::format("{} · {}", file, size);
  leave_import();
}

void PlanningDesk::leave_import() {
  importer_.reset();
  new_edits_.clear();
  let_go();
}

} // namespace dalian::workplaces
