#include "twin/security/allow_list.hpp"

#include "twin/security/key_pair.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>
#include <utility>

namespace dalian::security {
namespace {

Error at(std::string const& file, toml::node const& node, std::string const& what) {
  return Error{fmt::format("{}:{}: {}", file, node.source().begin.line, what)};
}

std::string text_of(toml::table const& entry, char const* key) {
  return entry[key].value_or(std::string());
}

Result<Client> read_client(toml::table const& entry, std::string const& file) {
  for (auto const& [key, node] : entry)
    if (key != "name" && key != "public" && key != "role" && key != "source" && key != "since" && key != "revoked")
      return at(file, node, fmt::format("unknown field '{}'", key.str()));
  Client client;
  client.name = text_of(entry, "name");
  client.public_key = text_of(entry, "public");
  client.source = text_of(entry, "source");
  auto const role = parse_role(text_of(entry, "role"));
  if (!role) return at(file, entry, "'role' must be connector, viewer, planner, operator or admin");
  client.role = *role;
  auto const since = parse_utc(text_of(entry, "since"));
  if (!since) return at(file, entry, "'since' must be an instant such as 2026-11-26T18:00:00Z");
  client.since = *since;
  if (!entry.contains("revoked")) return client;
  auto const revoked = parse_utc(text_of(entry, "revoked"));
  if (!revoked) return at(file, entry, "'revoked' must be an instant such as 2026-11-26T18:00:00Z");
  client.revoked = *revoked;
  return client;
}

Status check(Client const& client) {
  if (!is_key_name(client.name))
    return Error{fmt::format("name '{}': use 1 to 64 letters, digits, '-', '_' or '.'", client.name)};
  if (!is_key(client.public_key))
    return Error{fmt::format("{}: 'public' is no key (40 characters of Z85)", client.name)};
  bool const connector = client.role == Role::connector;
  if (connector && !is_key_name(client.source))
    return Error{
        fmt::format("{}: a connector needs a source of 1 to 64 letters, digits, '-', '_' or '.'", client.name)};
  if (!connector && !client.source.empty())
    return Error{fmt::format("{}: only a connector has a source; make a second key for the {}", client.name,
                             to_string(client.role))};
  return {};
}

} // namespace

Result<AllowList> AllowList::parse(std::string_view text, std::string const& file) {
  AllowList list;
  try {
    auto const document = toml::parse(text, file);
    for (auto const& [section, node] : document) {
      auto const* entries = node.as_array();
      if (section != "client" || !entries || !entries->is_array_of_tables())
        return at(file, node, fmt::format("unknown section '{}'; the file is a list of [[client]]", section.str()));
      for (auto const& entry : *entries) {
        auto client = read_client(*entry.as_table(), file);
        if (!client) return Error{client.error()};
        if (auto const added = list.add(std::move(client).value()); !added) return at(file, entry, added.error());
      }
    }
  } catch (toml::parse_error const& e) {
    return Error{fmt::format("{}:{}: {}", file, e.source().begin.line, e.description())};
  }
  return list;
}

std::string AllowList::to_toml() const {
  std::string text = "# Whom this twin lets in. Made by: twinctl keys new|revoke. Read again while twind runs.\n";
  for (auto const& c : clients_) {
    text += fmt::format("\n[[client]]\nname = \"{}\"\npublic = \"{}\"\nrole = \"{}\"\n", c.name, c.public_key,
                        to_string(c.role));
    if (!c.source.empty()) text += fmt::format("source = \"{}\"\n", c.source);
    text += fmt::format("since = \"{}\"\n", format_utc(c.since));
    if (c.revoked) text += fmt::format("revoked = \"{}\"\n", format_utc(*c.revoked));
  }
  return text;
}

Status AllowList::add(Client client) {
  if (auto const checked = check(client); !checked) return checked;
  if (by_key_.count(client.public_key) != 0) return Error{fmt::format("{}: this key is listed twice", client.name)};
  if (!client.revoked && by_name_.count(client.name) != 0)
    return Error{fmt::format("there is a key '{}' already: choose another name, or first: twinctl keys revoke {}",
                             client.name, client.name)};
  by_key_[client.public_key] = clients_.size();
  if (!client.revoked) by_name_[client.name] = clients_.size();
  clients_.push_back(std::move(client));
  return {};
}

Status AllowList::revoke(std::string_view name, Instant when) {
  auto const it = by_name_.find(std::string(name));
  if (it == by_name_.end()) return Error{fmt::format("no key '{}' is in force; twinctl keys list shows them", name)};
  clients_[it->second].revoked = when;
  by_name_.erase(it);
  return {};
}

Client const* AllowList::find(std::string_view public_key) const {
  auto const it = by_key_.find(std::string(public_key));
  return it == by_key_.end() ? nullptr : &clients_[it->second];
}

Client const* AllowList::named(std::string_view name) const {
  auto const it = by_name_.find(std::string(name));
  return it == by_name_.end() ? nullptr : &clients_[it->second];
}

Identity identity_of(Client const& client) {
  return {client.name, client.role, client.source, false};
}

} // namespace dalian::security
