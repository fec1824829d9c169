#include "twin/app/baked_assets.hpp"

#include "twin/base/paths.hpp"

namespace dalian::app {
namespace {

/// What was said, or `usual` among the baked assets where it is there.
std::filesystem::path choose(std::string const& said, std::filesystem::path const& usual) {
  if (said == "none") return {};
  if (!said.empty()) return said;
  auto const assets = assets_dir();
  return assets && std::filesystem::exists(*assets / usual) ? *assets / usual : std::filesystem::path{};
}

} // namespace

std::filesystem::path choose_city(std::string const& said) {
  return choose(said, CitySurface::kFile);
}

void choose_alarms(std::string const& said, TwinConfig& config) {
  if (auto const assets = assets_dir()) config.assets = *assets;
  config.alarms = choose(said, "config/alarms.toml");
}

} // namespace dalian::app
