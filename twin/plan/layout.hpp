#pragma once
// The planned city as a value: a table of entities for each layer, immutable, shared between copies, so that a layout
// with one more edit costs one chunk. Its content hash, and those of any of its fields, are kept as edits come.
#include "twin/plan/value.hpp"

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace dalian::plan {

struct Row {
  std::string id;
  std::vector<Value> values; // by field; as many as the layer has
  bool operator==(Row const&) const = default;
};
using RowPtr = std::shared_ptr<Row const>;

/// A bit for each field of a layer, the lowest the first.
using FieldMask = std::uint64_t;
inline constexpr FieldMask kAllFields = ~FieldMask{0};

/// A row with the meaning of its layer. Valid as long as the row. Only the fields of the mask may be asked for: who
/// says what he reads is held to it.
class Entity {
 public:
  Entity(Layer layer, Row const& row, FieldMask may_read = kAllFields)
      : layer_(layer), row_(&row), may_read_(may_read) {}
  Layer layer() const { return layer_; }
  std::string const& id() const { return row_->id; }
  Row const& row() const { return *row_; }

  /// Of a field that the layer has, by its name: what is given, else the schema's fallback, else NaN, false, "" or
  /// nothing.
  double number(std::string_view field) const;
  bool flag(std::string_view field) const;
  std::string text(std::string_view field) const;
  std::vector<std::string> const& texts(std::string_view field) const;
  Shape const& shape(std::string_view field) const;
  bool has(std::string_view field) const { return is_given(value(field)); }
  Value const& value(std::string_view field) const;

 private:
  std::size_t index_of(std::string_view field) const;

  Layer layer_;
  Row const* row_;
  FieldMask may_read_;
};

/// The entities of a layer, sorted by id.
class Table {
 public:
  /// `rows` sorted by id, none twice.
  Table(Layer layer, std::vector<RowPtr> const& rows);

  std::size_t size() const { return size_; }
  Row const* find(std::string_view id) const;
  Table with(RowPtr row) const;             // in place of the one of its id, if there is one
  Table without(std::string_view id) const; // which is there
  /// Sum of the hashes of (entity, value) of a field; of which entities there are for `kPresence`.
  ContentHash sum(std::size_t field) const { return sums_[field]; }

  template <class Visit>
  void for_each(Visit&& visit) const {
    for (auto const& chunk : chunks_)
      for (RowPtr const& row : *chunk)
        visit(row);
  }

 private:
  using Chunk = std::vector<RowPtr>; // never empty
  std::size_t chunk_of(std::string_view id) const;
  void account(Row const& row, bool comes);

  std::size_t size_ = 0;
  std::vector<std::shared_ptr<Chunk const>> chunks_;
  std::vector<ContentHash> sums_; // fields, then presence
};

class Layout {
 public:
  Layout();

  Table const& table(Layer layer) const { return *tables_[static_cast<std::size_t>(layer)]; }
  std::optional<Entity> find(Layer layer, std::string_view id) const;
  std::size_t size() const;

  template <class Visit>
  void for_each(Layer layer, Visit&& visit) const {
    table(layer).for_each([&](RowPtr const& row) { visit(Entity(layer, *row)); });
  }

  /// The row has as many values as the layer has fields, each checked().
  Layout with(Layer layer, Row row) const;
  Layout without(Layer layer, std::string_view id) const; // which is there
  /// Many at once; rows in any order, a later one in place of an earlier of the same id.
  Layout with_all(Layer layer, std::vector<Row> rows) const;

  /// Of everything in it, whatever the order it came in.
  ContentHash hash() const;
  /// Of these fields of all entities of a layer, and of which entities there are.
  ContentHash hash_of(Layer layer, std::span<std::string_view const> fields) const;
  bool same_table(Layout const& other, Layer layer) const;

 private:
  std::array<std::shared_ptr<Table const>, kLayers> tables_;
};

} // namespace dalian::plan
