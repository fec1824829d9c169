#include "connectors/app/synth_serve.hpp"

#include "connectors/app/serve_roads.hpp"
#include "connectors/app/stop.hpp"
#include "connectors/app/synth_city.hpp"

#include <algorithm>
#include <thread>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dalian::connectors {
namespace {

constexpr std::chrono::milliseconds kTurn{20};

int failed(std::string const& why, int status = 1) {
  fmt::print(stderr, "twinfeed synth: {}\n", why);
  return status;
}

Result<std::vector<std::unique_ptr<ServedSystem>>> open_all(ServeOptions const& options) {
  std::vector<std::unique_ptr<ServedSystem>> systems;
  for (auto const& name : options.systems) {
    auto const kind = std::ranges::find(system_kinds(), name, &SystemKind::name);
    auto system = kind->open(options);
    if (!system) return Error{fmt::format("{}: {}", name, system.error())};
    fmt::print(stderr, "twinfeed synth: {}\n", (*system)->describe());
    systems.push_back(std::move(*system));
  }
  return systems;
}

} // namespace

std::vector<SystemKind> const& system_kinds() {
  static std::vector<SystemKind> const kinds{
      {"modbus", open_modbus_city}, {"mqtt", open_mqtt_city}, {"http", open_http_city}, {"roads", open_roads}};
  return kinds;
}

int serve(ServeOptions const& options) {
  for (auto const& name : options.systems)
    if (std::ranges::find(system_kinds(), name, &SystemKind::name) == system_kinds().end()) {
      std::vector<std::string_view> known;
      for (auto const& kind : system_kinds())
        known.push_back(kind.name);
      return failed(fmt::format("--serve {}: is no system of the city; known: {}", name, fmt::join(known, ", ")), 2);
    }
  install_stop_signals();
  auto const systems = open_all(options);
  if (!systems) return failed(systems.error());
  auto const begun = std::chrono::steady_clock::now();
  while (!stop_requested()) {
    double const passed = options.speed * to_seconds(std::chrono::steady_clock::now() - begun);
    if (options.seconds > 0 && passed >= options.seconds) break;
    for (auto const& system : *systems)
      system->step(options.start + from_seconds(passed));
    std::this_thread::sleep_for(kTurn);
  }
  return 0;
}

} // namespace dalian::connectors
