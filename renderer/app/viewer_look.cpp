// How large the panels are and in which colours.
#include "renderer/app/viewer_app.hpp"
#include "twin/base/sun.hpp"

#include <cmath>
#include <fmt/format.h>

namespace dalian::viewer {
namespace {

constexpr double kMostScale = 4;         // larger type than this fills no screen better, and its pictures fill memory
constexpr double kNoticed = 0.08;        // a window that grew by less keeps its type
constexpr double kChosenStep = 0.5;      // of the key
constexpr GeoPoint kCity{121.62, 39.31}; // whose sun it is
constexpr double kDusk_rad = -0.05;      // 3° below the horizon

} // namespace

float panel_scale(int width, int height, double liked) {
  double const fitting = std::clamp(std::min(width / 1600.0, height / 900.0), 0.75, 3.0);
  return static_cast<float>(std::min(fitting * liked, kMostScale));
}

void ViewerApp::follow_look(VkExtent2D window) {
  bool const night = sun_position(service_->now(), kCity).elevation_rad < kDusk_rad;
  ui::Scheme const scheme = settings_.theme.value_or(night ? ui::Scheme::night : ui::Scheme::day);
  float const wanted = panel_scale(static_cast<int>(window.width), static_cast<int>(window.height), settings_.scale);
  bool const noticed = std::abs(wanted / imgui_.scale() - 1) > kNoticed;
  imgui_.set_look(noticed ? wanted : imgui_.scale(), scheme);
  kit_.set_scheme(scheme);
}

/// Larger, and from the largest back to the smallest.
void ViewerApp::next_scale() {
  double const larger = settings_.scale + kChosenStep;
  settings_.scale = larger > ui::kMostScale ? ui::kLeastScale : ui::kept_scale(larger);
  tell(assets_.lang.text(settings_.language, "scale.told", fmt::format("{:.0f}", 100 * settings_.scale)));
}

/// By the sun, day, night, wall.
void ViewerApp::next_theme() {
  if (!settings_.theme)
    settings_.theme = ui::Scheme::day;
  else if (*settings_.theme == ui::Scheme::wall)
    settings_.theme.reset();
  else
    settings_.theme = ui::kSchemes[static_cast<std::size_t>(*settings_.theme) + 1];
  auto const name = settings_.theme ? ui::name_of(*settings_.theme) : std::string_view("auto");
  tell(assets_.lang.text(settings_.language, fmt::format("theme.{}", name)));
}

/// Ctrl+Shift and a digit keeps where one is, Ctrl and the digit goes back there.
void ViewerApp::obey_kept(UserInput const& input) {
  using ui::PanelKit;
  for (int const pressed : input.keys) {
    int const key = pressed & ~(PanelKit::kControl | PanelKit::kShift);
    if ((pressed & PanelKit::kControl) == 0 || key < '1' || key > '9') continue;
    std::string const name(1, static_cast<char>(key));
    if ((pressed & PanelKit::kShift) != 0) {
      auto const kept = kept_.keep(key - '0', camera_.camera());
      tell(kept ? assets_.lang.text(settings_.language, "view.kept", name) : kept.error());
    } else if (auto const camera = kept_.at(key - '0')) {
      camera_.fly_to(*camera);
      view_name_.clear();
    } else {
      tell(assets_.lang.text(settings_.language, "view.not_kept", name));
    }
  }
}

} // namespace dalian::viewer
