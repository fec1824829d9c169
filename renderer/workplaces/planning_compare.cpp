// Two scenarios at the planner's workplace: one is compared with the other, which another planner may be at work on.
#include "renderer/workplaces/planning_desk.hpp"

namespace dalian::workplaces {

void PlanningDesk::compare_with(std::filesystem::path const& file) {
  auto const* other = session_->other();
  bool const back = other != nullptr && other->file == file;
  Status done;
  if (back)
    session_->compare_with_base();
  else
    done = session_->compare_with(file);
  said_ = {done ? "plan.against" : "", done ? (back ? "" : file.filename().string()) : done.error(), !done, {}};
  if (back) said_.key = "plan.against_base";
  if (done) other_file_ = back ? WatchedFile() : WatchedFile(file);
}

void PlanningDesk::follow_other(double wall_s) {
  auto const* other = session_->other();
  if (other == nullptr || other->file.empty() || other->file != other_file_.path() || !other_file_.changed(wall_s))
    return;
  auto const done = session_->compare_with(other_file_.path());
  said_ = {done ? "plan.against_new" : "", done ? other_file_.path().filename().string() : done.error(), !done, {}};
}

void PlanningDesk::look_at_other() {
  auto const& before = session_->before();
  other_shown_ = before.hash();
  other_things_ = planner::things_of(session_->base(), before);
  other_drawn_ = planner::drawn_of(session_->base(), before);
}

} // namespace dalian::workplaces
