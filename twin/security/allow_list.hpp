#pragma once
// Which public keys the twin lets in, as whom: a table in clients.toml. Revoked keys stay in it, so that it also tells
// who once had rights. Pure; one thread.
#include "twin/base/result.hpp"
#include "twin/base/time.hpp"
#include "twin/security/role.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dalian::security {

struct Client {
  std::string name, public_key; // Z85
  Role role = Role::viewer;
  std::string source; // a connector's; else empty
  Instant since{};
  std::optional<Instant> revoked;
};

class AllowList {
 public:
  /// `file` names the text in errors.
  static Result<AllowList> parse(std::string_view text, std::string const& file);
  std::string to_toml() const;

  /// Refuses a name that a key in force bears, a key that is listed, and a connector without a source (or the reverse).
  Status add(Client client);
  /// Takes the key of that name out of force.
  Status revoke(std::string_view name, Instant when);

  /// In the order they were made.
  std::vector<Client> const& clients() const { return clients_; }
  /// By public key, in force or not; null = never listed.
  Client const* find(std::string_view public_key) const;
  /// The key in force of that name; null = none.
  Client const* named(std::string_view name) const;

 private:
  std::vector<Client> clients_;
  std::unordered_map<std::string, std::size_t> by_key_, by_name_; // by_name_: in force only
};

Identity identity_of(Client const& client);

} // namespace dalian::security
