#pragma once
// What encoder and decoder of columns share: the parts of a block in the order in which they lie, and their meaning.
//
//   version · entities · strings · records · order · times · shapes · one column a leaf of the schema
//
// Predictions are made from what both sides know already; only the difference is kept.
#include "twin/history/field_tree.hpp"
#include "twin/history/history_store.hpp"
#include "twin/history/value_column.hpp"
#include "twin/wire/wire.pb.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace dalian::history {

inline constexpr std::uint64_t kColumnsVersion = 2; // 1 told entities as texts and singles as a table or patterns
inline constexpr std::uint64_t kNsPerSecond = 1'000'000'000;

constexpr std::uint64_t form_of(RecordKind kind, bool as_is) {
  return static_cast<std::uint64_t>(kind) * 2 + (as_is ? 1 : 0);
}

/// Columns with an entry for each record.
struct RecordColumns {
  std::vector<std::uint64_t> form;      // form_of
  std::vector<std::uint64_t> source;    // in strings
  std::vector<std::uint64_t> epoch;     // in epochs
  std::vector<std::uint64_t> first_seq; // zigzag, from where the last batch of this source and epoch ended
  std::vector<std::uint64_t> n;
  std::vector<std::uint64_t> t_twin; // zigzag, from the later of the last one and t_sent
  std::vector<std::uint64_t> size;   // of those kept as they are: bytes
  std::vector<std::uint64_t> t_sent; // of the others: zigzag, from the newest t_rx of the source so far
  std::vector<std::uint64_t> provenance;
};

/// Both sides feed it the records in order.
class RecordExpectation {
 public:
  std::uint64_t first_seq(std::uint64_t source, std::uint64_t epoch) const { return find(next_seq_, source, epoch); }
  std::uint64_t t_sent(std::uint64_t source, std::uint64_t newest_t_rx) const {
    return std::max(find(t_sent_, source, 0), newest_t_rx);
  }
  std::uint64_t t_twin(std::uint64_t t_sent) const { return std::max(t_twin_, t_sent); }
  void take(std::uint64_t source, std::uint64_t epoch, std::uint64_t next_seq) {
    next_seq_[{source, epoch}] = next_seq;
  }
  void take_sent(std::uint64_t source, std::uint64_t t_sent) { t_sent_[{source, 0}] = t_sent; }
  void take_twin(std::uint64_t t_twin) { t_twin_ = t_twin; }

 private:
  using Map = std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint64_t>;
  static std::uint64_t find(Map const& map, std::uint64_t source, std::uint64_t epoch) {
    auto const it = map.find({source, epoch});
    return it == map.end() ? 0 : it->second;
  }
  Map next_seq_, t_sent_;
  std::uint64_t t_twin_ = 0;
};

/// t_obs told from t_rx: whole seconds apart, and a fraction that is zero, that of t_rx, or told.
enum class Fraction : std::uint64_t { zero = 0, same = 1, told = 2 };

/// Entity and the two times stand in columns of their own.
inline FieldTree observation_tree() {
  using wire::Observation;
  return FieldTree(*Observation::descriptor(),
                   {Observation::kEntityFieldNumber, Observation::kTObsFieldNumber, Observation::kTRxFieldNumber});
}

/// Observations in the order of their entities, those of one in the order in which they came.
inline std::vector<std::size_t> order_by_entity(std::vector<std::uint64_t> const& entity_of, std::size_t entities) {
  std::vector<std::size_t> next(entities + 1, 0), order(entity_of.size());
  for (std::uint64_t const entity : entity_of)
    ++next[entity + 1];
  for (std::size_t e = 0; e < entities; ++e)
    next[e + 1] += next[e];
  for (std::size_t i = 0; i < entity_of.size(); ++i)
    order[next[entity_of[i]]++] = i;
  return order;
}

} // namespace dalian::history
