#include "twin/app/planner_setup.hpp"

#include "twin/app/whatif_tables.hpp"
#include "twin/layout/city_file.hpp"

namespace dalian::app {

Result<planner::SessionSetup> read_planner_setup(std::filesystem::path const& assets) {
  WhatifOptions options;
  options.layout = (assets / "layout").string();
  options.programme = (assets / "config/programme.toml").string();
  options.energy = (assets / "config/energy.toml").string();
  options.mains = (assets / "config/mains.toml").string();
  options.port = (assets / "config/port.toml").string();
  options.sun = (assets / "config/sun.toml").string();
  auto base = read_base(options);
  if (!base) return Error{base.error()};
  auto const tables = read_tables(options);
  if (!tables) return Error{tables.error()};
  auto runner = make_runner(options, *base);
  if (!runner) return Error{runner.error()};
  planner::SessionSetup setup{
      std::move(base).value(),
      planner::split(runner->engines(), {"traffic"}), // the others take less than the blink of an eye
      nullptr,
      {"", "", {}, tables->programme, tables->energy, tables->traffic, {tables->port->figures, tables->sun->figures}},
      1};
  if (std::filesystem::exists(assets / "surface.bin")) {
    auto surface = layout::read_surface(assets / "surface.bin");
    if (!surface) return Error{surface.error()};
    setup.surface = std::make_shared<layout::Surface const>(std::move(surface).value());
  }
  return setup;
}

} // namespace dalian::app
