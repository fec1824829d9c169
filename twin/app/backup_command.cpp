// twinctl backup and restore: history, keys and scenarios, while the twin runs, checked by hash.
#include "twin/app/backup.hpp"
#include "twin/app/backup_commands.hpp"
#include "twin/app/history_place.hpp"

#include <fmt/format.h>
#include <memory>

namespace dalian::app {
namespace {

struct Options {
  std::string history, keys, scenarios, folder;
  bool check = false;
  BackupParts parts() const { return {history, keys, scenarios}; }
};

void add_parts(CLI::App& command, Options& options) {
  command.add_option("--history", options.history, "the folder twind records into");
  command.add_option("--keys", options.keys, "the folder of twinctl keys");
  command.add_option("--scenarios", options.scenarios, "a folder of scenario documents");
}

void print(BackupManifest const& manifest, std::string const& what) {
  std::uint64_t bytes = 0;
  for (auto const& f : manifest.files)
    bytes += f.bytes;
  fmt::print("{}: {} files, {} bytes, taken {} by version {}\n", what, manifest.files.size(), bytes, manifest.made,
             manifest.version);
}

int run_backup(Options const& options) {
  if (is_server(options.history))
    return fail("a history in PostgreSQL is backed up by its own tools (pg_basebackup, pg_dump); name here the folder "
                "of --state as --history");
  auto const made = make_backup(options.parts(), options.folder);
  if (!made) return fail(made.error());
  auto const checked = check_backup(options.folder);
  if (!checked) return fail(checked.error());
  print(*checked, options.folder);
  return 0;
}

int run_restore(Options const& options) {
  auto const checked = check_backup(options.folder);
  if (!checked) return fail(checked.error());
  if (options.check) return print(*checked, options.folder + " is whole"), 0;
  if (options.history.empty() && options.keys.empty() && options.scenarios.empty())
    return fail("say what comes back and whereto: --history, --keys, --scenarios; or --check");
  auto const restored = restore_backup(options.folder, options.parts());
  if (!restored) return fail(restored.error());
  print(*checked, options.folder + " restored");
  return 0;
}

} // namespace

Command backup_command(CLI::App& twinctl) {
  auto const options = std::make_shared<Options>();
  auto* const entry = twinctl.add_subcommand("backup", "a checked copy of history, keys and scenarios; twind may run");
  entry->footer("Example:\n  twinctl backup --history /var/lib/dalian-twin/history --keys /etc/dalian-twin/keys "
                "--to /srv/backup/monday");
  add_parts(*entry, *options);
  entry->add_option("--to", options->folder, "a new or empty folder; it holds secrets when keys are in it")->required();
  return {entry, [options] { return run_backup(*options); }};
}

Command restore_command(CLI::App& twinctl) {
  auto const options = std::make_shared<Options>();
  auto* const entry = twinctl.add_subcommand("restore", "brings back what twinctl backup copied, into empty folders");
  entry->footer("Example:\n  twinctl restore /srv/backup/monday --check\n"
                "  twinctl restore /srv/backup/monday --history /var/lib/dalian-twin/history");
  entry->add_option("FOLDER", options->folder, "the backup")->required();
  add_parts(*entry, *options);
  entry->add_flag("--check", options->check, "restore nothing, only compare every file with its hash");
  return {entry, [options] { return run_restore(*options); }};
}

} // namespace dalian::app
