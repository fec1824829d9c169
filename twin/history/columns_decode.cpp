#include "twin/history/columns.hpp"
#include "twin/history/columns_layout.hpp"
#include "twin/history/real_column.hpp"

#include <google/protobuf/arena.h>

namespace dalian::history {
namespace {

using google::protobuf::Message;
using wire::Observation;

class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : in_{bytes} {}
  std::optional<std::vector<Record>> decode();

 private:
  bool read_records();
  bool read_order();
  bool read_times();
  bool read_shapes();
  bool read_values();
  void lay_out_runs();
  bool read_leaf(std::size_t node, std::size_t count);
  bool build_observations();
  bool build(Message& message, std::size_t& at, std::vector<std::size_t> const& shape, std::size_t parent);
  std::optional<std::vector<Record>> assemble();
  bool add_batch(Record& record, std::size_t i, std::uint64_t& t_sent);

  ByteReader in_;
  std::uint64_t version_ = 0;
  std::vector<std::string> entities_, strings_;
  std::vector<std::uint64_t> epochs_;
  RecordColumns columns_;
  std::string kept_;
  std::vector<std::uint64_t> entity_of_, t_rx_, t_obs_; // in arrival order
  std::vector<std::size_t> by_entity_;

  FieldTree const tree_ = observation_tree();
  std::vector<std::vector<std::size_t>> shapes_;
  std::vector<std::uint64_t> shape_of_; // in entity order
  std::vector<ValueColumn> values_;
  std::vector<std::size_t> next_; // value of each column

  google::protobuf::Arena arena_;
  std::vector<Observation*> observations_; // in arrival order
  RecordExpectation expectation_;
  std::size_t next_batch_ = 0, next_observation_ = 0, next_kept_ = 0, kept_at_ = 0;
};

bool Decoder::read_records() {
  columns_.form = read_column(in_, kMostObservations);
  std::size_t const count = columns_.form.size();
  columns_.source = read_references(in_, count);
  columns_.epoch = read_references(in_, count);
  columns_.n = read_column(in_, count);
  for (auto* column : {&columns_.first_seq, &columns_.t_twin, &columns_.t_sent, &columns_.size})
    *column = read_column(in_, count);
  columns_.provenance = read_references(in_, columns_.t_sent.size());
  kept_ = read_text(in_);
  return in_.ok && columns_.n.size() == count && columns_.first_seq.size() == count &&
         columns_.t_twin.size() == count && columns_.t_sent.size() + columns_.size.size() == count;
}

bool Decoder::read_order() {
  entity_of_ = read_column(in_, kMostObservations);
  for (std::uint64_t const entity : entity_of_)
    in_.ok = in_.ok && entity < entities_.size();
  if (in_.ok) by_entity_ = order_by_entity(entity_of_, entities_.size());
  return in_.ok;
}

bool Decoder::read_times() {
  std::size_t const count = entity_of_.size();
  t_rx_ = read_whole(in_, count);
  auto const seconds = read_column(in_, count), fractions = read_column(in_, count);
  if (!in_.ok || seconds.size() != count) return false;
  t_obs_.resize(count);
  std::size_t told = 0;
  for (std::size_t k = 0; k < count; ++k) {
    std::uint64_t const rx = t_rx_[by_entity_[k]];
    auto const how = static_cast<Fraction>(seconds[k] % 3);
    std::uint64_t fraction = how == Fraction::same ? rx % kNsPerSecond : 0;
    if (how == Fraction::told) {
      if (told == fractions.size()) return false;
      fraction = fractions[told++];
    }
    t_obs_[by_entity_[k]] =
        (rx / kNsPerSecond - static_cast<std::uint64_t>(unzigzag(seconds[k] / 3))) * kNsPerSecond + fraction;
  }
  return true;
}

/// Numbers of nodes as the schema of the writer had them, by path as ours has them.
bool Decoder::read_shapes() {
  std::vector<std::size_t> ours;
  for (std::string const& path : read_texts(in_)) {
    auto const& nodes = tree_.nodes();
    auto const it = std::find_if(nodes.begin(), nodes.end(), [&](FieldNode const& n) { return n.path == path; });
    ours.push_back(static_cast<std::size_t>(it - nodes.begin()));
  }
  auto const sizes = read_column(in_, kMostObservations), numbers = read_column(in_, kMostObservations);
  std::size_t at = 0;
  for (std::uint64_t const size : sizes) {
    if (size > numbers.size() - at) return false;
    auto& shape = shapes_.emplace_back();
    for (std::uint64_t k = 0; k < size; ++k, ++at) {
      bool const known = numbers[at] < ours.size() && ours[numbers[at]] < tree_.nodes().size();
      if (!known) return false;
      shape.push_back(ours[numbers[at]]);
    }
  }
  shape_of_ = read_references(in_, entity_of_.size());
  for (std::uint64_t const shape : shape_of_)
    in_.ok = in_.ok && shape < shapes_.size();
  return in_.ok;
}

/// Where in each column the values of which entity and time lie follows from the shapes.
void Decoder::lay_out_runs() {
  values_.assign(tree_.nodes().size(), {});
  std::vector<std::size_t> counts(values_.size(), 0);
  for (std::size_t k = 0; k < by_entity_.size(); ++k) {
    std::size_t const i = by_entity_[k];
    for (std::size_t const node : shapes_[shape_of_[k]]) {
      ++counts[node];
      values_[node].times.push_back(t_obs_[i]);
    }
    if (k + 1 == by_entity_.size() || entity_of_[by_entity_[k + 1]] != entity_of_[i])
      for (std::size_t node = 0; node < values_.size(); ++node)
        values_[node].run_ends.push_back(counts[node]);
  }
}

bool Decoder::read_leaf(std::size_t node, std::size_t count) {
  ValueColumn& column = values_[node];
  switch (tree_.nodes()[node].type) {
  case FieldNode::Type::message:
    return true;
  case FieldNode::Type::text:
  case FieldNode::Type::opaque:
    column.values = read_references(in_, count);
    for (std::uint64_t const text : column.values)
      in_.ok = in_.ok && text < strings_.size();
    return in_.ok;
  case FieldNode::Type::real32:
    return version_ == 1 ? read_single_v1(in_, column) : read_real(in_, column, Real::once);
  case FieldNode::Type::real64:
    return version_ == 1 ? read_double_v1(in_, column) : read_real(in_, column, Real::twice);
  case FieldNode::Type::whole:
    column.values = version_ == 1 ? read_whole(in_, count) : read_codes(in_, count);
    return in_.ok;
  }
  return false;
}

bool Decoder::read_values() {
  lay_out_runs();
  for (std::size_t node = 0; node < values_.size(); ++node) {
    std::size_t const count = values_[node].times.size();
    if (count > 0 && !read_leaf(node, count)) return false;
  }
  return in_.ok;
}

/// Takes from `shape` the nodes from `at` on that lie below `parent`.
bool Decoder::build(Message& message, std::size_t& at, std::vector<std::size_t> const& shape, std::size_t parent) {
  while (at < shape.size() && tree_.nodes()[shape[at]].parent == parent) {
    std::size_t const c = shape[at++];
    FieldNode const& node = tree_.nodes()[c];
    if (node.type == FieldNode::Type::message) {
      Message& child = *message.GetReflection()->MutableMessage(&message, node.field);
      if (!build(child, at, shape, c)) return false;
      continue;
    }
    std::uint64_t const value = values_[c].values[next_[c]++];
    if (node.type == FieldNode::Type::text || node.type == FieldNode::Type::opaque) {
      if (!set_text(message, node, strings_[value])) return false;
    } else {
      set_bits(message, *node.field, value);
    }
  }
  return true;
}

bool Decoder::build_observations() {
  next_.assign(values_.size(), 0);
  observations_.resize(by_entity_.size());
  for (std::size_t k = 0; k < by_entity_.size(); ++k) {
    std::size_t const i = by_entity_[k];
    auto* o = google::protobuf::Arena::CreateMessage<Observation>(&arena_);
    o->set_entity(entities_[entity_of_[i]]);
    o->set_t_obs(t_obs_[i]);
    o->set_t_rx(t_rx_[i]);
    std::size_t at = 0;
    auto const& shape = shapes_[shape_of_[k]];
    if (!build(*o, at, shape, FieldNode::kNone) || at != shape.size()) return false;
    observations_[i] = o;
  }
  return true;
}

bool Decoder::add_batch(Record& record, std::size_t i, std::uint64_t& t_sent) {
  if (next_batch_ == columns_.t_sent.size() || record.n > observations_.size() - next_observation_) return false;
  auto& batch = *google::protobuf::Arena::CreateMessage<wire::Batch>(&arena_);
  std::uint64_t newest = 0;
  for (std::uint32_t k = 0; k < record.n; ++k, ++next_observation_) {
    newest = std::max(newest, t_rx_[next_observation_]);
    batch.mutable_observations()->UnsafeArenaAddAllocated(observations_[next_observation_]);
  }
  std::uint64_t const source = columns_.source[i], difference = columns_.t_sent[next_batch_];
  t_sent = expectation_.t_sent(source, newest) + static_cast<std::uint64_t>(unzigzag(difference));
  expectation_.take_sent(source, t_sent);
  batch.set_source(record.source);
  batch.set_epoch(record.epoch);
  batch.set_first_seq(record.first_seq);
  batch.set_t_sent(t_sent);
  batch.set_provenance(static_cast<wire::Provenance>(columns_.provenance[next_batch_++]));
  return batch.SerializeToString(&record.bytes);
}

std::optional<std::vector<Record>> Decoder::assemble() {
  std::vector<Record> records;
  for (std::size_t i = 0; i < columns_.form.size(); ++i) {
    std::uint64_t const source = columns_.source[i], epoch = columns_.epoch[i];
    if (source >= strings_.size() || epoch >= epochs_.size()) return std::nullopt;
    Record& r = records.emplace_back();
    r.kind = static_cast<RecordKind>(columns_.form[i] / 2);
    r.source = strings_[source];
    r.epoch = epochs_[epoch];
    r.n = static_cast<std::uint32_t>(columns_.n[i]);
    r.first_seq = expectation_.first_seq(source, epoch) + static_cast<std::uint64_t>(unzigzag(columns_.first_seq[i]));
    if (r.n > 0) expectation_.take(source, epoch, r.first_seq + r.n);
    std::uint64_t t_sent = 0;
    if (columns_.form[i] == form_of(r.kind, false)) {
      if (!add_batch(r, i, t_sent)) return std::nullopt;
    } else {
      std::uint64_t const size = next_kept_ < columns_.size.size() ? columns_.size[next_kept_++] : UINT64_MAX;
      if (size > kept_.size() - kept_at_) return std::nullopt;
      r.bytes = kept_.substr(kept_at_, size);
      kept_at_ += size;
    }
    std::uint64_t const t_twin = expectation_.t_twin(t_sent) + static_cast<std::uint64_t>(unzigzag(columns_.t_twin[i]));
    r.t_twin = from_unix_ns(static_cast<std::int64_t>(t_twin));
    expectation_.take_twin(t_twin);
  }
  return records;
}

std::optional<std::vector<Record>> Decoder::decode() {
  version_ = in_.number();
  if (version_ < 1 || version_ > kColumnsVersion) return std::nullopt;
  entities_ = version_ == 1 ? read_texts(in_) : read_names(in_);
  for (std::string const& epoch : read_texts(in_))
    epochs_.push_back(std::strtoull(epoch.c_str(), nullptr, 10));
  if (!read_records() || !read_order() || !read_times()) return std::nullopt;
  strings_ = read_texts(in_);
  if (!read_shapes() || !read_values() || !build_observations()) return std::nullopt;
  return assemble();
}

} // namespace

std::optional<std::vector<Record>> decode_columns(std::string_view bytes) {
  return Decoder(bytes).decode();
}

std::optional<ColumnsSummary> describe_columns(std::string_view bytes) {
  ByteReader in{bytes};
  std::uint64_t const version = in.number();
  if (version < 1 || version > kColumnsVersion) return std::nullopt;
  ColumnsSummary summary{.entities = version == 1 ? read_texts(in) : read_names(in)};
  (void)read_texts(in); // epochs
  auto const forms = read_column(in, kMostObservations);
  if (!in.ok) return std::nullopt;
  summary.records = forms.size();
  summary.kept_as_is =
      static_cast<std::uint64_t>(std::count(forms.begin(), forms.end(), form_of(RecordKind::batch, true)));
  return summary;
}

} // namespace dalian::history
