// The description of the API (OpenAPI 3.1), as it stands in openapi.json.
#pragma once

namespace feira::node {

extern const char* const openapi_document;

}  // namespace feira::node
