#pragma once
// What the subcommands of `twinctl whatif` share: the layout, scenarios laid over it, engines, and how results are
// said.
#include "twin/app/commands.hpp"
#include "twin/plan/document.hpp"
#include "twin/whatif/runner.hpp"

#include <nlohmann/json.hpp>

namespace dalian::app {

struct WhatifOptions {
  std::string layout, programme, energy, hazard, mains, traffic, port, sun, flood,
      terrain; // "" = what the program came with
  std::vector<std::string> layers;
  bool without_traffic = false; // the slowest engine
  bool with_flood = false;      // slower still, on modelled terrain: asked for
  bool rebase = false, json = false;
  unsigned threads = 2;
};

void add_layout_options(CLI::App& command, WhatifOptions& options);
/// Tables of the engines, and threads.
void add_engine_options(CLI::App& command, WhatifOptions& options);

/// A layout with its name: of a scenario file, or "base".
struct NamedLayout {
  std::string name;
  plan::Layout layout;
  plan::Findings findings; // edits that were left out, and faults of the layout
  std::string note = {};
};

/// The base, with the extra layers.
Result<plan::Layout> read_base(WhatifOptions const& options);
/// `file` is a scenario file, or "base". A scenario of another base is an error, unless --rebase.
Result<NamedLayout> read_named(std::string const& file, plan::Layout const& base, WhatifOptions const& options);
/// With all engines; those that start from a solution start from that of `base`. `kept_results`: how many of them are
/// kept for what comes next.
Result<whatif::Runner> make_runner(WhatifOptions const& options, plan::Layout const& base,
                                   std::size_t kept_results = 4096);

nlohmann::ordered_json findings_json(plan::Findings const& findings);
nlohmann::ordered_json outcomes_json(whatif::Outcomes const& outcomes, bool with_columns);
/// All findings of the layout and of the engines, failures too.
plan::Findings all_findings(NamedLayout const& named, whatif::Outcomes const& outcomes);
bool any_failed(whatif::Outcomes const& outcomes);

// The subcommands: each enters its options and says what to do.
Command whatif_layers_command(CLI::App& whatif);
Command whatif_run_command(CLI::App& whatif);
Command whatif_compare_command(CLI::App& whatif);
Command whatif_explain_command(CLI::App& whatif);
Command whatif_diff_command(CLI::App& whatif);
Command whatif_merge_command(CLI::App& whatif);
Command whatif_sweep_command(CLI::App& whatif);
Command whatif_select_link_command(CLI::App& whatif);
Command whatif_report_command(CLI::App& whatif);
Command whatif_edit_command(CLI::App& whatif);
Command whatif_new_command(CLI::App& whatif);
Command whatif_undo_command(CLI::App& whatif);
Command whatif_redo_command(CLI::App& whatif);
Command whatif_log_command(CLI::App& whatif);

} // namespace dalian::app
