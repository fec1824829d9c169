// Two scenarios at the planner's workplace: one is compared with the other, which another planner may be at work on.
#include "renderer/workplaces/planning_desk.hpp"

namespace dalian::workplaces {
namespace {

namespace fs = std::filesystem;

constexpr double kLookAgain_s = 2;

fs::file_time_type time_of(fs::path const& file) {
  std::error_code failed;
  return fs::last_write_time(file, failed);
}

} // namespace

void PlanningDesk::compare_with(fs::path const& file) {
  auto const* other = session_->other();
  bool const back = other != nullptr && other->file == file;
  Status done;
  if (back)
    session_->compare_with_base();
  else
    done = session_->compare_with(file);
  said_ = {done ? "plan.against" : "", done ? (back ? "" : file.filename().string()) : done.error(), !done, {}};
  if (back) said_.key = "plan.against_base";
  if (done) other_time_ = time_of(file);
}

void PlanningDesk::follow_other(double wall_s) {
  auto const* other = session_->other();
  if (other == nullptr || other->file.empty() || wall_s - other_looked_s_ < kLookAgain_s) return;
  other_looked_s_ = wall_s;
  auto const now = time_of(other->file);
  if (now == other_time_) return;
  other_time_ = now;
  auto const file = other->file;
  auto const done = session_->compare_with(file);
  said_ = {done ? "plan.against_new" : "", done ? file.filename().string() : done.error(), !done, {}};
}

void PlanningDesk::look_at_other() {
  auto const& before = session_->before();
  other_shown_ = before.hash();
  other_things_ = planner::things_of(session_->base(), before);
  other_drawn_ = planner::drawn_of(session_->base(), before);
}

} // namespace dalian::workplaces
