#include "twin/plan/layout.hpp"

#include <algorithm>
#include <cassert>
#include <map>

namespace dalian::plan {
namespace {

constexpr std::size_t kChunk = 64, kLargestChunk = 128;

bool before(RowPtr const& row, std::string_view id) {
  return row->id < id;
}

std::size_t index_of(Layer layer, std::string_view field) {
  auto const index = find_field(layer, field);
  assert(index && "a field that the layer has");
  return *index;
}

ContentHash hash_of_value(Row const& row, std::size_t field) {
  ByteText bytes;
  bytes.add(std::string_view(row.id));
  if (field < row.values.size()) append(bytes, row.values[field]);
  return bytes.hash();
}

} // namespace

// --- Entity

std::size_t Entity::index_of(std::string_view field) const {
  std::size_t const i = plan::index_of(layer_, field);
  assert((may_read_ >> i & 1) != 0 && "a field that was declared");
  return i;
}

Value const& Entity::value(std::string_view field) const {
  return row_->values[index_of(field)];
}

double Entity::number(std::string_view field) const {
  std::size_t const i = index_of(field);
  auto const* given = std::get_if<double>(&row_->values[i]);
  return given ? *given : spec_of(layer_).fields[i].fallback;
}

bool Entity::flag(std::string_view field) const {
  std::size_t const i = index_of(field);
  auto const* given = std::get_if<bool>(&row_->values[i]);
  return given ? *given : spec_of(layer_).fields[i].fallback == 1;
}

std::string Entity::text(std::string_view field) const {
  std::size_t const i = index_of(field);
  auto const* given = std::get_if<std::string>(&row_->values[i]);
  return given ? *given : std::string(spec_of(layer_).fields[i].fallback_word);
}

std::vector<std::string> const& Entity::texts(std::string_view field) const {
  static std::vector<std::string> const none;
  auto const* given = std::get_if<std::vector<std::string>>(&value(field));
  return given ? *given : none;
}

Shape const& Entity::shape(std::string_view field) const {
  static Shape const none;
  auto const* given = std::get_if<Shape>(&value(field));
  return given ? *given : none;
}

// --- Table

Table::Table(Layer layer, std::vector<RowPtr> const& rows) : sums_(spec_of(layer).fields.size() + 1) {
  for (std::size_t first = 0; first < rows.size(); first += kChunk) {
    auto const last = std::min(first + kChunk, rows.size());
    chunks_.push_back(std::make_shared<Chunk const>(rows.begin() + static_cast<std::ptrdiff_t>(first),
                                                    rows.begin() + static_cast<std::ptrdiff_t>(last)));
  }
  for (auto const& row : rows)
    account(*row, true);
}

/// Index of the only chunk that may hold `id`; chunks_ is not empty.
std::size_t Table::chunk_of(std::string_view id) const {
  auto const it = std::upper_bound(chunks_.begin(), chunks_.end(), id, [](std::string_view wanted, auto const& chunk) {
    return wanted < chunk->front()->id;
  });
  return it == chunks_.begin() ? 0 : static_cast<std::size_t>(it - chunks_.begin()) - 1;
}

Row const* Table::find(std::string_view id) const {
  if (chunks_.empty()) return nullptr;
  Chunk const& chunk = *chunks_[chunk_of(id)];
  auto const it = std::lower_bound(chunk.begin(), chunk.end(), id, before);
  return it != chunk.end() && (*it)->id == id ? it->get() : nullptr;
}

void Table::account(Row const& row, bool comes) {
  assert(row.values.size() + 1 == sums_.size());
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    if (i < row.values.size() && !is_given(row.values[i])) continue;
    auto const hash = hash_of_value(row, i);
    comes ? sums_[i] += hash : sums_[i] -= hash;
  }
  comes ? ++size_ : --size_;
}

Table Table::with(RowPtr row) const {
  Table out(*this);
  if (Row const* old = find(row->id)) out.account(*old, false);
  out.account(*row, true);
  if (chunks_.empty()) {
    out.chunks_.push_back(std::make_shared<Chunk const>(Chunk{std::move(row)}));
    return out;
  }
  std::size_t const at = chunk_of(row->id);
  Chunk chunk = *chunks_[at];
  auto const it = std::lower_bound(chunk.begin(), chunk.end(), row->id, before);
  if (it != chunk.end() && (*it)->id == row->id)
    *it = std::move(row);
  else
    chunk.insert(it, std::move(row));
  if (chunk.size() > kLargestChunk) {
    auto const middle = chunk.begin() + static_cast<std::ptrdiff_t>(chunk.size() / 2);
    out.chunks_.insert(out.chunks_.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                       std::make_shared<Chunk const>(middle, chunk.end()));
    chunk.erase(middle, chunk.end());
  }
  out.chunks_[at] = std::make_shared<Chunk const>(std::move(chunk));
  return out;
}

Table Table::without(std::string_view id) const {
  Table out(*this);
  std::size_t const at = chunk_of(id);
  Chunk chunk = *chunks_[at];
  auto const it = std::lower_bound(chunk.begin(), chunk.end(), id, before);
  assert(it != chunk.end() && (*it)->id == id);
  out.account(**it, false);
  chunk.erase(it);
  if (chunk.empty())
    out.chunks_.erase(out.chunks_.begin() + static_cast<std::ptrdiff_t>(at));
  else
    out.chunks_[at] = std::make_shared<Chunk const>(std::move(chunk));
  return out;
}

// --- Layout

Layout::Layout() {
  for (auto const& spec : schema())
    tables_[static_cast<std::size_t>(spec.layer)] = std::make_shared<Table const>(spec.layer, std::vector<RowPtr>{});
}

std::optional<Entity> Layout::find(Layer layer, std::string_view id) const {
  Row const* row = table(layer).find(id);
  if (row == nullptr) return std::nullopt;
  return Entity(layer, *row);
}

std::size_t Layout::size() const {
  std::size_t all = 0;
  for (auto const& table : tables_)
    all += table->size();
  return all;
}

Layout Layout::with(Layer layer, Row row) const {
  Layout out(*this);
  auto& table = out.tables_[static_cast<std::size_t>(layer)];
  table = std::make_shared<Table const>(table->with(std::make_shared<Row const>(std::move(row))));
  return out;
}

Layout Layout::without(Layer layer, std::string_view id) const {
  Layout out(*this);
  auto& table = out.tables_[static_cast<std::size_t>(layer)];
  table = std::make_shared<Table const>(table->without(id));
  return out;
}

Layout Layout::with_all(Layer layer, std::vector<Row> rows) const {
  std::map<std::string, RowPtr, std::less<>> all;
  table(layer).for_each([&](RowPtr const& row) { all[row->id] = row; });
  for (Row& row : rows) {
    auto const id = row.id;
    all[id] = std::make_shared<Row const>(std::move(row));
  }
  std::vector<RowPtr> sorted;
  for (auto const& [id, row] : all)
    sorted.push_back(row);
  Layout out(*this);
  out.tables_[static_cast<std::size_t>(layer)] = std::make_shared<Table const>(layer, sorted);
  return out;
}

ContentHash Layout::hash() const {
  ByteText bytes;
  bytes.add(std::uint64_t{kSchemaVersion});
  for (auto const& spec : schema()) {
    Table const& t = table(spec.layer);
    if (t.size() == 0) continue; // a new layer changes no old hash, nor does a new field
    bytes.add(spec.name).add(t.sum(spec.fields.size()));
    for (std::size_t i = 0; i < spec.fields.size(); ++i)
      if (t.sum(i) != ContentHash{}) bytes.add(spec.fields[i].name).add(t.sum(i));
  }
  return bytes.hash();
}

ContentHash Layout::hash_of(Layer layer, std::span<std::string_view const> fields) const {
  auto const& spec = spec_of(layer);
  ByteText bytes;
  bytes.add(spec.name).add(table(layer).sum(spec.fields.size()));
  for (auto const field : fields)
    bytes.add(field).add(table(layer).sum(index_of(layer, field)));
  return bytes.hash();
}

bool Layout::same_table(Layout const& other, Layer layer) const {
  return tables_[static_cast<std::size_t>(layer)] == other.tables_[static_cast<std::size_t>(layer)];
}

} // namespace dalian::plan
