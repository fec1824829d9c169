#include "twin/history/columns.hpp"
#include "twin/history/columns_layout.hpp"
#include "twin/history/real_column.hpp"

#include <cassert>
#include <google/protobuf/arena.h>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace dalian::history {
namespace {

using wire::Observation;

/// Texts by the order in which they came.
class TextTable {
 public:
  std::uint64_t number_of(std::string const& text) {
    auto const [it, fresh] = numbers_.emplace(text, texts_.size());
    if (fresh) texts_.push_back(text);
    return it->second;
  }
  std::vector<std::string> const& texts() const { return texts_; }

 private:
  std::map<std::string, std::uint64_t> numbers_;
  std::vector<std::string> texts_;
};

constexpr std::size_t kAhead = 6; // observations

/// By entity they lie anywhere.
void prefetch(Observation const& o) {
  auto const* const at = reinterpret_cast<char const*>(&o);
  for (std::size_t line = 0; line < 2 * sizeof o; line += 64) // behind it in the arena: its fix
    __builtin_prefetch(at + line);
}

class Encoder {
 public:
  Encoder(std::span<Record const> records, std::vector<bool>& as_is) : records_(records), as_is_(as_is) { parse(); }
  std::string encode();
  std::vector<ColumnSize> const& sizes() const { return sizes_; }

 private:
  /// What was written since the last call is that.
  void note(std::string what, std::string const& out) {
    sizes_.push_back({std::move(what), out.size() - std::exchange(noted_, out.size())});
  }
  std::string name_of(std::size_t node) const;
  void parse();
  void sort_by_entity();
  void add_record(std::size_t i);
  void write_records(std::string& out) const;
  void write_times(std::string& out);
  void write_fields(std::string& out);
  void walk(google::protobuf::Message const& message, std::vector<std::size_t> const& by_index, std::uint64_t time);
  void write_leaf(std::string& out, std::size_t node) const;

  std::span<Record const> const records_;
  std::vector<bool>& as_is_;
  google::protobuf::Arena arena_;
  std::vector<wire::Batch const*> batches_; // null: kept as it is
  std::vector<Observation const*> observations_;
  std::vector<std::string> entities_;    // sorted
  std::vector<std::uint64_t> entity_of_; // of each observation, in arrival order
  std::vector<std::size_t> by_entity_;   // observations in entity order, else in arrival order

  TextTable strings_, epochs_;
  RecordColumns columns_;
  RecordExpectation expectation_;
  std::string kept_; // bytes of the records kept as they are

  FieldTree const tree_ = observation_tree();
  std::vector<ValueColumn> values_;
  std::vector<std::uint64_t> present_; // nodes of the observation at hand
  std::vector<google::protobuf::FieldDescriptor const*> fields_at_hand_;
  std::vector<ColumnSize> sizes_;
  std::size_t noted_ = 0; // bytes
};

void Encoder::parse() {
  for (std::size_t i = 0; i < records_.size(); ++i) {
    Record const& r = records_[i];
    auto* batch = google::protobuf::Arena::CreateMessage<wire::Batch>(&arena_);
    bool const plain = !as_is_[i] && r.kind == RecordKind::batch && batch->ParseFromString(r.bytes) &&
                       batch->source() == r.source && batch->epoch() == r.epoch && batch->first_seq() == r.first_seq &&
                       batch->observations_size() == static_cast<int>(r.n);
    as_is_[i] = !plain;
    batches_.push_back(plain ? batch : nullptr);
    if (plain)
      for (Observation const& o : batch->observations())
        observations_.push_back(&o);
  }
  assert(observations_.size() <= kMostObservations);
}

void Encoder::sort_by_entity() {
  std::unordered_map<std::string_view, std::uint64_t> number; // only looked up: its order shows nowhere
  entity_of_.reserve(observations_.size());
  for (Observation const* o : observations_)
    entity_of_.push_back(number.emplace(o->entity(), number.size()).first->second);
  std::vector<std::pair<std::string_view, std::uint64_t>> sorted(number.begin(), number.end());
  std::ranges::sort(sorted);
  std::vector<std::uint64_t> place(sorted.size());
  for (auto const& [entity, n] : sorted) {
    place[n] = entities_.size();
    entities_.emplace_back(entity);
  }
  for (std::uint64_t& entity : entity_of_)
    entity = place[entity];
  by_entity_ = order_by_entity(entity_of_, entities_.size());
}

void Encoder::add_record(std::size_t i) {
  Record const& r = records_[i];
  bool const again = i > 0 && r.epoch == records_[i - 1].epoch && r.source == records_[i - 1].source;
  std::uint64_t const source = again ? columns_.source.back() : strings_.number_of(r.source),
                      epoch = again ? columns_.epoch.back() : epochs_.number_of(std::to_string(r.epoch));
  std::uint64_t const t_twin = static_cast<std::uint64_t>(to_unix_ns(r.t_twin));
  columns_.form.push_back(form_of(r.kind, batches_[i] == nullptr));
  columns_.source.push_back(source);
  columns_.epoch.push_back(epoch);
  columns_.n.push_back(r.n);
  columns_.first_seq.push_back(zigzag(minus(r.first_seq, expectation_.first_seq(source, epoch))));
  if (r.n > 0) expectation_.take(source, epoch, r.first_seq + r.n);
  std::uint64_t t_sent = 0;
  if (batches_[i]) {
    std::uint64_t newest = 0;
    for (Observation const& o : batches_[i]->observations())
      newest = std::max<std::uint64_t>(newest, o.t_rx());
    t_sent = batches_[i]->t_sent();
    columns_.t_sent.push_back(zigzag(minus(t_sent, expectation_.t_sent(source, newest))));
    columns_.provenance.push_back(static_cast<std::uint64_t>(std::int64_t{batches_[i]->provenance()}));
    expectation_.take_sent(source, t_sent);
  } else {
    columns_.size.push_back(r.bytes.size());
    kept_ += r.bytes;
  }
  columns_.t_twin.push_back(zigzag(minus(t_twin, expectation_.t_twin(t_sent))));
  expectation_.take_twin(t_twin);
}

void Encoder::write_records(std::string& out) const {
  write_column(out, columns_.form);
  write_references(out, columns_.source);
  write_references(out, columns_.epoch);
  write_column(out, columns_.n);
  for (auto const* column : {&columns_.first_seq, &columns_.t_twin, &columns_.t_sent, &columns_.size})
    write_column(out, *column);
  write_references(out, columns_.provenance);
  write_text(out, kept_, kPatientLevel); // often the largest part: reports, each much like the last
}

void Encoder::write_times(std::string& out) {
  std::vector<std::uint64_t> t_rx, seconds, fractions;
  for (Observation const* o : observations_)
    t_rx.push_back(o->t_rx());
  write_whole(out, t_rx);
  note("t_rx", out);
  for (std::size_t const i : by_entity_) {
    std::uint64_t const obs = observations_[i]->t_obs(), rx = observations_[i]->t_rx();
    std::uint64_t const fraction = obs % kNsPerSecond;
    auto const how = fraction == 0 ? Fraction::zero : fraction == rx % kNsPerSecond ? Fraction::same : Fraction::told;
    seconds.push_back(zigzag(minus(rx / kNsPerSecond, obs / kNsPerSecond)) * 3 + static_cast<std::uint64_t>(how));
    if (how == Fraction::told) fractions.push_back(fraction);
  }
  write_column(out, seconds);
  write_column(out, fractions);
  note("t_obs", out);
}

void Encoder::walk(google::protobuf::Message const& message, std::vector<std::size_t> const& by_index,
                   std::uint64_t time) {
  google::protobuf::Reflection const& reflection = *message.GetReflection();
  std::vector<google::protobuf::FieldDescriptor const*> fields;
  fields.swap(fields_at_hand_); // kept by the outermost call
  reflection.ListFields(message, &fields);
  for (auto const* field : fields) {
    std::size_t const c = by_index[static_cast<std::size_t>(field->index())];
    if (c == FieldNode::kNone) continue;
    FieldNode const& node = tree_.nodes()[c];
    present_.push_back(c);
    switch (node.type) {
    case FieldNode::Type::message:
      walk(reflection.GetMessage(message, node.field), node.by_index, time);
      continue;
    case FieldNode::Type::text:
    case FieldNode::Type::opaque:
      values_[c].values.push_back(strings_.number_of(get_text(message, node)));
      continue;
    case FieldNode::Type::real32:
    case FieldNode::Type::real64:
      values_[c].times.push_back(time);
      [[fallthrough]];
    default:
      values_[c].values.push_back(get_bits(message, *node.field));
    }
  }
  fields.swap(fields_at_hand_);
  fields_at_hand_.clear();
}

void Encoder::write_leaf(std::string& out, std::size_t node) const {
  ValueColumn const& column = values_[node];
  switch (tree_.nodes()[node].type) {
  case FieldNode::Type::message:
    return;
  case FieldNode::Type::text:
  case FieldNode::Type::opaque:
    return write_references(out, column.values);
  case FieldNode::Type::real32:
    return write_real(out, column, Real::once);
  case FieldNode::Type::real64:
    return write_real(out, column, Real::twice);
  case FieldNode::Type::whole:
    return write_codes(out, column.values);
  }
}

/// Which fields an observation has is its shape: few occur, and an entity keeps to its own.
void Encoder::write_fields(std::string& out) {
  std::map<std::vector<std::uint64_t>, std::uint64_t> shapes;
  auto last_shape = shapes.end();
  std::vector<std::uint64_t> shape_of, shape_nodes, shape_sizes;
  values_.assign(tree_.nodes().size(), {});
  for (std::size_t k = 0; k < by_entity_.size(); ++k) {
    std::size_t const i = by_entity_[k];
    if (k + kAhead < by_entity_.size()) prefetch(*observations_[by_entity_[k + kAhead]]);
    present_.clear();
    walk(*observations_[i], tree_.roots_by_index(), observations_[i]->t_obs());
    if (last_shape == shapes.end() || last_shape->first != present_) {
      bool fresh = false;
      std::tie(last_shape, fresh) = shapes.emplace(present_, shapes.size());
      if (fresh) shape_sizes.push_back(present_.size());
      if (fresh) shape_nodes.insert(shape_nodes.end(), present_.begin(), present_.end());
    }
    shape_of.push_back(last_shape->second);
    bool const last = k + 1 == by_entity_.size() || entity_of_[by_entity_[k + 1]] != entity_of_[i];
    if (last)
      for (ValueColumn& column : values_)
        column.run_ends.push_back(column.values.size());
  }
  std::vector<std::string> paths;
  for (FieldNode const& node : tree_.nodes())
    paths.push_back(node.path);
  write_texts(out, strings_.texts());
  note("texts", out);
  write_texts(out, paths);
  write_column(out, shape_sizes);
  write_column(out, shape_nodes);
  write_references(out, shape_of);
  note("shapes", out);
  for (std::size_t node = 0; node < values_.size(); ++node) {
    if (values_[node].values.empty()) continue;
    write_leaf(out, node);
    note(name_of(node), out);
  }
}

std::string Encoder::name_of(std::size_t node) const {
  FieldNode const& n = tree_.nodes()[node];
  return (n.parent == FieldNode::kNone ? "" : name_of(n.parent) + '.') + std::string(n.field->name());
}

std::string Encoder::encode() {
  std::string out;
  sort_by_entity();
  for (std::size_t i = 0; i < records_.size(); ++i)
    add_record(i);
  write_number(out, kColumnsVersion);
  write_names(out, entities_);
  note("entities", out);
  write_texts(out, epochs_.texts());
  write_records(out);
  note("records", out);
  write_column(out, entity_of_);
  note("order", out);
  write_times(out);
  write_fields(out);
  return out;
}

} // namespace

std::vector<ColumnSize> column_sizes(std::span<Record const> records) {
  std::vector<bool> as_is(records.size(), false);
  Encoder encoder(records, as_is);
  (void)encoder.encode();
  return encoder.sizes();
}

std::string encode_columns(std::span<Record const> records) {
  std::vector<bool> as_is(records.size(), false);
  for (;;) { // twice at most: what does not come back is then kept as it is
    std::string out = Encoder(records, as_is).encode();
    auto const back = decode_columns(out);
    assert(back && back->size() == records.size());
    bool whole = true;
    for (std::size_t i = 0; i < records.size(); ++i)
      if (!((*back)[i] == records[i])) {
        assert(!as_is[i]);
        as_is[i] = true;
        whole = false;
      }
    if (whole) return out;
  }
}

} // namespace dalian::history
