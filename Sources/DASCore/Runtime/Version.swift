/// The version of the library. `make check` compares it with the file VERSION, das.pc and the
/// Python package.
public enum Version {
  /// Incremented for incompatible changes.
  public static let major = 1
  /// Incremented for additions.
  public static let minor = 0
  /// Incremented for fixes.
  public static let patch = 0
  /// All three: "1.0.0".
  public static let text = "\(major).\(minor).\(patch)"
}
