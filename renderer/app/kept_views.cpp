#include "renderer/app/kept_views.hpp"

#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numbers>

namespace dalian::viewer {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFields = 6; // east, north, up; heading, pitch, field

std::optional<scene::Camera> camera_from(nlohmann::json const& json) {
  if (!json.is_array() || json.size() != kFields) return std::nullopt;
  std::array<double, kFields> v{};
  for (std::size_t i = 0; i < kFields; ++i) {
    if (!json[i].is_number()) return std::nullopt;
    v[i] = json[i].get<double>();
    if (!std::isfinite(v[i])) return std::nullopt;
  }
  constexpr double kUpright = std::numbers::pi / 2;
  if (std::abs(v[4]) >= kUpright || v[5] <= 0 || v[5] >= kUpright * 2 || std::abs(v[2]) > 1e6) return std::nullopt;
  return scene::Camera{{v[0], v[1], v[2]}, v[3], v[4], v[5]};
}

} // namespace

fs::path kept_views_file() {
  char const *state = std::getenv("XDG_STATE_HOME"), *home = std::getenv("HOME");
  fs::path folder;
  if (state != nullptr && *state != '\0')
    folder = state;
  else if (home != nullptr && *home != '\0')
    folder = fs::path(home) / ".local/state";
  return folder.empty() ? folder : folder / "dalian-twin/views.json";
}

KeptViews::KeptViews(fs::path file) : file_(std::move(file)) {
  std::ifstream in(file_);
  auto const json = in ? nlohmann::json::parse(in, nullptr, false) : nlohmann::json();
  if (!json.is_object()) return;
  for (auto const& [name, value] : json.items())
    if (auto const camera = camera_from(value); camera && name.size() == 1 && name[0] >= '1' && name[0] <= '9')
      views_[name[0] - '0'] = *camera;
}

std::optional<scene::Camera> KeptViews::at(int number) const {
  auto const it = views_.find(number);
  return it == views_.end() ? std::nullopt : std::optional(it->second);
}

Status KeptViews::keep(int number, scene::Camera const& camera) {
  views_[number] = camera;
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (auto const& [n, c] : views_)
    json[std::to_string(n)] = {c.position.x,  c.position.y, c.position.z,
                               c.heading_rad, c.pitch_rad,  c.vertical_field_rad};
  std::error_code failed;
  fs::create_directories(file_.parent_path(), failed);
  fs::path const beside = file_.string() + ".part";
  std::ofstream out(beside);
  out << json.dump(1) << '\n';
  out.close();
  if (out) fs::rename(beside, file_, failed);
  if (!out || failed) return Error{file_.string() + ": cannot be written: mend its rights or make room"};
  return {};
}

} // namespace dalian::viewer
