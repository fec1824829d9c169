#pragma once
// The read-only part of the NGSI-LD API (ETSI GS CIM 009, clause 6) over one snapshot: /ngsi-ld/v1/entities,
// /entities/{id}, /types. Pure: the same request, snapshot and time give the same answer.
#include "twin/http/message.hpp"
#include "twin/state/snapshot.hpp"

namespace dalian::ngsi {

http::Response answer(http::Request const& request, state::Snapshot const& snapshot, Instant now);

} // namespace dalian::ngsi
