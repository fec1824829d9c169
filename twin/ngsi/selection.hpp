#pragma once
// Which entities a query of NGSI-LD asks for, and in which form: its parameters, checked.
#include "twin/base/result.hpp"
#include "twin/http/message.hpp"
#include "twin/ngsi/entity_json.hpp"

namespace dalian::ngsi {

inline constexpr std::size_t kMostPerPage = 1000;

struct Near {
  MapPoint centre;
  double metres = 0;
};

struct Selection {
  std::vector<std::string> types, ids, attributes; // empty = any
  std::optional<Near> near{};
  Form form = Form::normalized;
  std::size_t limit = 100, offset = 0;
  bool count = false;
};

/// Why a query cannot be answered: BadRequestData (400), or OperationNotSupported (422) for what this server lacks.
struct Refusal {
  bool unsupported = false;
  std::string why;
};

/// False with a refusal for parameters that are wrong or not supported; never ignores one that would change the answer.
bool parse_selection(http::Request const& request, Selection& out, Refusal& refusal);

bool is_selected(state::TrackView track, Selection const& selection);

} // namespace dalian::ngsi
