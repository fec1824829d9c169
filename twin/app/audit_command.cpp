// twinctl audit: the last commands that were given to a twin, from the files in its history folder.
#include "twin/app/commands.hpp"
#include "twin/security/audit_log.hpp"

#include <fmt/format.h>
#include <memory>

namespace dalian::app {
namespace {

struct Options {
  std::string history;
  std::size_t count = 20;
  bool json = false;
};

int run(Options const& options) {
  auto const tail = security::read_audit(options.history, options.count);
  if (!tail) return fail(tail.error());
  for (auto const& line : tail->lines) {
    auto const text = options.json ? Result<std::string>(line) : security::audit_text(line);
    if (!text) return fail(text.error());
    fmt::print("{}\n", *text);
  }
  if (tail->damaged > 0) fmt::print(stderr, "twinctl audit: {} damaged lines left out\n", tail->damaged);
  return 0;
}

} // namespace

Command audit_command(CLI::App& twinctl) {
  auto const options = std::make_shared<Options>();
  auto* app = twinctl.add_subcommand("audit", "the last commands given to a twin: who, when, what, outcome");
  app->add_option("--history", options->history, "the folder twind records into")->required();
  app->add_option("-n", options->count, "how many")->check(CLI::Range(1, 1'000'000))->capture_default_str();
  app->add_flag("--json", options->json, "one JSON object a line, as they lie in audit.jsonl");
  return {app, [options] { return run(*options); }};
}

} // namespace dalian::app
