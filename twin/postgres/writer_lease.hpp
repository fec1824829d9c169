#pragma once
// Who may write the history: one row that a twin holds for a short while by the server's clock and renews. Every holder
// has a term of its own, and what an earlier holder tries to commit later fails at the server: never two writers.
#include "twin/postgres/session.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace dalian::postgres {

inline constexpr std::chrono::milliseconds kLease{2000}; // unrenewed for so long, another may take it

struct LeaseRequest {
  std::string holder; // for people: "host, process 4711"
  std::chrono::milliseconds wait = kLease + std::chrono::milliseconds(1000);
  std::function<bool()> give_up{}; // asked while waiting
};

/// The term of the new holder. Fails when another holds it and goes on doing so.
Result<std::int64_t> take_lease(Session& session, LeaseRequest const& request);

/// A prepared statement of this session with which a transaction begins: it fails with kLost when the term, $1, is
/// over.
Status prepare_renewal(Session& session);
inline constexpr char const* kRenewal = "renew";
inline constexpr char const* kLost = "22012"; // SQLSTATE: division by zero, by the number of rows that are still ours

/// Lets the next one have it at once.
void give_back(Session& session, std::int64_t term);

} // namespace dalian::postgres
