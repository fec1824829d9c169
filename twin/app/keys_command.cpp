// twinctl keys: makes, lists and revokes the keys with which others reach a twin. Works on files; no twin needs to run.
#include "twin/app/commands.hpp"
#include "twin/base/time.hpp"
#include "twin/security/key_folder.hpp"

#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>

namespace dalian::app {
namespace {

using namespace security;
using Json = nlohmann::ordered_json;

constexpr char kSetUp[] = R"(
How a twin is opened to others, from nothing:
  1. twinctl keys new --server                          once, where twind runs
  2. twinctl keys new dayaowan --source ais-dayaowan    a connector: may feed this one source and nothing else
     twinctl keys new wang --role operator              who watches: viewer, planner, operator or admin
  3. twind --keys KEYS --bind tcp://0.0.0.0:7410 --publish tcp://0.0.0.0:7411 --requests tcp://0.0.0.0:7412
  4. move KEYS/dayaowan.key, a secret (mode 600), to the connector's machine, and there:
     twinfeed ais --udp 0.0.0.0:10110 --source ais-dayaowan --twin tcp://HOST:7410 --key dayaowan.key
  5. move KEYS/wang.key to Wang, who says:  twinctl status --connect tcp://HOST:7412 --key wang.key
  6. twinctl keys revoke wang                           in force within a second; twind goes on running)";

struct Options {
  std::string folder = default_key_folder().string();
  std::string name, role, source;
  bool server = false, json = false;
};

int wrong_usage(std::string const& why) {
  fail(why);
  return 2;
}

void say(Options const& options, Json const& facts, std::string const& text) {
  fmt::print("{}\n", options.json ? facts.dump() : text);
}

Json json_of(Client const& client) {
  Json json{{"name", client.name},
            {"role", to_string(client.role)},
            {"source", client.source.empty() ? Json(nullptr) : Json(client.source)},
            {"public", client.public_key},
            {"since", format_utc(client.since)}};
  json["revoked"] = client.revoked ? Json(format_utc(*client.revoked)) : Json(nullptr);
  return json;
}

int new_server(Options const& options) {
  KeyFolder const folder{options.folder};
  if (auto const made = make_server_key(folder); !made) return fail(made.error());
  auto const open = read_public_key(folder.server_public_key());
  if (!open) return fail(open.error());
  say(options, {{"server", *open}, {"folder", options.folder}},
      fmt::format("made the twin's key in {}; its public key, no secret: {}\nnext: twinctl keys new NAME --role … or "
                  "--source …; then: twind --keys {}",
                  options.folder, *open, options.folder));
  return 0;
}

int new_client(Options const& options) {
  Client client;
  client.name = options.name;
  client.source = options.source;
  client.role = options.source.empty() ? parse_role(options.role).value_or(Role::viewer) : Role::connector;
  client.since = SystemClock().now();
  KeyFolder const folder{options.folder};
  auto const file = make_client_key(folder, client);
  if (!file) return fail(file.error());
  auto facts = json_of(*read_allow_list(folder).value().named(client.name));
  facts["file"] = file->string();
  say(options, facts,
      fmt::format("made {}: '{}' is {}\nmove it to where it is used (mode 600) and name it there with --key",
                  file->string(), client.name,
                  client.source.empty() ? std::string(to_string(client.role)) : "the connector of " + client.source));
  return 0;
}

int make_new(Options const& options) {
  if (options.server) {
    bool const more = !options.name.empty() || !options.role.empty() || !options.source.empty();
    return more ? wrong_usage("--server makes the twin's own key: it has no name, role or source")
                : new_server(options);
  }
  if (options.name.empty()) return wrong_usage("give a name, or --server for the twin's own key");
  if (options.role.empty() == options.source.empty())
    return wrong_usage("give either --role (a person or program that watches) or --source (a connector)");
  return new_client(options);
}

int list(Options const& options) {
  auto const read = read_allow_list({options.folder});
  if (!read) return fail(read.error());
  if (options.json) {
    Json all = Json::array();
    for (auto const& client : read->clients())
      all.push_back(json_of(client));
    fmt::print("{}\n", all.dump());
    return 0;
  }
  fmt::print("{:<24} {:<10} {:<24} {:<21} {}\n", "name", "role", "source", "since", "revoked");
  for (auto const& c : read->clients())
    fmt::print("{:<24} {:<10} {:<24} {:<21} {}\n", c.name, to_string(c.role), c.source, format_utc(c.since),
               c.revoked ? format_utc(*c.revoked) : "");
  return 0;
}

int revoke(Options const& options) {
  auto const now = SystemClock().now();
  if (auto const revoked = revoke_key({options.folder}, options.name, now); !revoked) return fail(revoked.error());
  say(options, {{"name", options.name}, {"revoked", format_utc(now)}},
      fmt::format("'{}' is revoked; a running twind refuses it within a second", options.name));
  return 0;
}

void describe(CLI::App& command, Options& options) {
  command.add_option("--keys", options.folder, "the twin's folder of keys")->capture_default_str();
  command.add_flag("--json", options.json, "machine-readable; secrets are never printed");
}

} // namespace

Command keys_command(CLI::App& twinctl) {
  auto const options = std::make_shared<Options>();
  auto* keys = twinctl.add_subcommand("keys", "who may reach the twin by TCP: new, list, revoke");
  keys->footer(kSetUp);
  keys->require_subcommand(1);
  auto* fresh = keys->add_subcommand("new", "make a key");
  fresh->add_option("NAME", options->name, "whose it is: letters, digits, '-', '_', '.'");
  fresh->add_flag("--server", options->server, "the twin's own key, the first of all");
  fresh->add_option("--role", options->role, "what he may do who watches")
      ->check(CLI::IsMember({"viewer", "planner", "operator", "admin"}));
  fresh->add_option("--source", options->source, "for a connector: the one source it may feed");
  auto* listed = keys->add_subcommand("list", "all keys, also revoked ones");
  auto* revoked = keys->add_subcommand("revoke", "take a key out of force");
  revoked->add_option("NAME", options->name, "whose")->required();
  for (auto* command : {fresh, listed, revoked})
    describe(*command, *options);
  return {keys, [options, fresh, listed] {
            return fresh->parsed() ? make_new(*options) : listed->parsed() ? list(*options) : revoke(*options);
          }};
}

} // namespace dalian::app
