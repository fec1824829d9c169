// Pictures of the window as it is, panels and all.
#include "renderer/app/viewer_app.hpp"
#include "renderer/workplaces/report_file.hpp"

#include <fmt/format.h>

namespace dalian::viewer {

/// When it is time everything stands until the picture is as good as it gets; true when it is written. On a slow
/// machine the first live things may come late: they are waited for, though not for ever, for there may be none.
bool ViewerApp::shot_taken(PaceStep const& step) {
  if (!posing_) {
    double const since_s = wall_s() - first_frame_s_;
    posing_ = since_s >= options_.shot_after_s && (!twin_->movers().empty() || since_s >= 5 * options_.shot_after_s);
    if (posing_) look_for_the_last_time();
    return false;
  }
  if (!step.settled) return false;
  gpu::write_png(screen_.picture(), options_.shot);
  fmt::print("{}\n", options_.shot.string());
  return true;
}

/// The frame before this took its time: what is known by now is newer than what it showed.
void ViewerApp::look_for_the_last_time() {
  twin_ = service_->view();
  meter_.update(*twin_, wall_s());
  now_ = service_->now();
  things_changed_ = true;
}

/// What is on the screen now, beside the reports.
void ViewerApp::shoot() {
  if (screen_.extent().width == 0) return;
  auto const file = workplaces::report_file("dalian", service_->now(), "png");
  std::string told = assets_.lang.text(settings_.language, "shot.done", file.string());
  try {
    gpu::write_png(screen_.picture(), file);
  } catch (std::runtime_error const& error) {
    told = error.what();
  }
  tell(std::move(told));
}

} // namespace dalian::viewer
