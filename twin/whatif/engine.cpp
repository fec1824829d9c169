#include "twin/whatif/engine.hpp"

#include <algorithm>
#include <cassert>

namespace dalian::whatif {

Inputs::Inputs(plan::Layout const& layout, std::vector<Slice> const& slices, Needs needs, std::stop_token stop)
    : layout_(layout), needs_(std::move(needs)), stop_(std::move(stop)) {
  for (Slice const& slice : slices) {
    auto& mask = masks_[slice.layer];
    for (auto const field : slice.fields)
      mask |= plan::FieldMask{1} << plan::find_field(slice.layer, field).value();
  }
}

plan::FieldMask Inputs::mask_of(plan::Layer layer) const {
  auto const it = masks_.find(layer);
  assert(it != masks_.end() && "a layer that was declared");
  return it->second;
}

Column const& Inputs::column(std::string_view engine, std::string_view name) const {
  auto const it = needs_.find(engine);
  assert(it != needs_.end() && "an engine that was declared");
  Column const* column = it->second->column(name);
  assert(column != nullptr && "a column that the engine has");
  return *column;
}

plan::Durability durability_of(Engine const& engine) {
  bool const lasting =
      engine.needs.empty() && std::all_of(engine.reads.begin(), engine.reads.end(), [](Slice const& s) {
        return plan::spec_of(s.layer).durability == plan::Durability::lasting;
      });
  return lasting ? plan::Durability::lasting : plan::Durability::plan;
}

ContentHash key_of(Engine const& engine, plan::Layout const& layout, Inputs::Needs const& needs) {
  plan::ByteText bytes;
  bytes.add(std::string_view(engine.name)).add(static_cast<std::uint64_t>(engine.version)).add(engine.parameters);
  for (Slice const& slice : engine.reads)
    bytes.add(layout.hash_of(slice.layer, slice.fields));
  for (Need const& need : engine.needs)
    for (auto const& name : need.columns) {
      Column const* column = needs.at(need.engine)->column(name);
      assert(column != nullptr && "a column that the engine has");
      bytes.add(hash_of(*column));
    }
  return bytes.hash();
}

} // namespace dalian::whatif
