// In the place of check.cpp where the program is built without FEIRA_SEARCH.
#include "cli/commands.hpp"

namespace feira::cli {

Exit check(const CheckOptions&) {
  throw Failure(
      Exit::bad_input,
      "this feira was built without what generates scenarios; expected one that is built with the CMake option "
      "FEIRA_SEARCH, which needs rapidcheck and libstdc++");
}

}  // namespace feira::cli
