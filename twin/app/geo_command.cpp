// twinctl import, and export city: handed to twingeo, the program that links GDAL.
#include "twin/app/commands.hpp"
#include "twin/base/run_program.hpp"

namespace dalian::app {
namespace {

int run_twingeo(std::string command, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {program_beside_us("twingeo"), std::move(command)});
  auto const status = run_program(std::move(arguments));
  return status ? *status : fail(status.error() + "; it comes with the package dalian-twin-formats");
}

/// All words behind the command go on as they are, --help too.
Command handed_on(CLI::App& parent, char const* name, char const* about, char const* command) {
  auto* const entry = parent.add_subcommand(name, about);
  entry->prefix_command();
  entry->set_help_flag();
  return {entry, [entry, command] { return run_twingeo(command, entry->remaining()); }};
}

} // namespace

Command export_city_command(CLI::App& exporting) {
  return handed_on(exporting, "city", "The layout and its models as GeoPackage, GeoJSON, CityJSON, glTF, 3D Tiles",
                   "export");
}

Command import_command(CLI::App& twinctl) {
  return handed_on(twinctl, "import", "Other programs' data as the edits of a scenario; --preview says what they hold",
                   "import");
}

} // namespace dalian::app
