// twinctl whatif: what a changed city would be like.
#include "twin/app/whatif_chain.hpp"
#include "twin/app/whatif_context.hpp"
#include "twin/app/whatif_flooded.hpp"
#include "twin/app/whatif_sumo.hpp"
#include "twin/app/whatif_view.hpp"

namespace dalian::app {
namespace {

constexpr char kAbout[] =
    R"(A scenario is a base layout and a set of edits; an answer depends on these alone, so that edit and undo give the
same bytes. docs/whatif.md walks through it, docs/scenarios.md has the files.

Examples:
  twinctl whatif run
  twinctl whatif edit campus.json '{"do":"set","layer":"parcel","id":"njip/parcel/parts-3","field":"use","to":"campus"}'
  twinctl whatif compare base campus.json --zone njip)";

} // namespace

Command whatif_command(CLI::App& twinctl) {
  auto* const entry = twinctl.add_subcommand("whatif", "scenarios: edit, evaluate, compare, merge");
  entry->footer(kAbout);
  entry->require_subcommand(1);
  std::vector<Command> const commands{
      whatif_run_command(*entry),     whatif_compare_command(*entry),     whatif_edit_command(*entry),
      whatif_diff_command(*entry),    whatif_merge_command(*entry),       whatif_layers_command(*entry),
      whatif_new_command(*entry),     whatif_undo_command(*entry),        whatif_redo_command(*entry),
      whatif_log_command(*entry),     whatif_sweep_command(*entry),       whatif_report_command(*entry),
      whatif_flooded_command(*entry), whatif_chain_command(*entry),       whatif_sumo_command(*entry),
      whatif_explain_command(*entry), whatif_select_link_command(*entry), whatif_view_command(*entry)};
  return {entry, [commands] {
            for (auto const& command : commands)
              if (command.entry->parsed()) return command.run();
            return 2;
          }};
}

} // namespace dalian::app
