/// An error of the library: a code for programs and a message for people.
///
/// A message names the argument, the value given and the values allowed. Foreign text in it is
/// escaped and limited in length (`ForeignText`).
public struct DASError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The stable part. Raw values are the C ABI's `das_status` and never change.
  public enum Code: Int32, CaseIterable, Sendable {
    /// An argument is NULL, malformed or contradicts another one.
    case invalidArgument = 1
    /// The values of a matrix cannot be used: NaN, infinite, too few rows, no columns.
    case invalidData = 2
    /// Shapes do not match, or a capacity is too small.
    case shapeMismatch = 3
    /// No stage, setting, program or preset has this name.
    case unknownName = 4
    /// A number lies outside the range of its setting.
    case outOfRange = 5
    /// Memory of the requested size is not available.
    case outOfMemory = 6
    /// The host stopped the call, which left nothing behind.
    case cancelled = 7
    /// A callback of the host reported failure or returned an unusable value.
    case callbackFailed = 8
    /// A model or a program text is truncated, corrupted or not of this library.
    case badFormat = 9
    /// The model or program was written in a newer format than this library reads.
    case newerVersion = 10
    /// The operating system refused to read or write a file.
    case io = 11
    /// The object does not support this, for example saving a model that holds callbacks.
    case unsupported = 12
    /// An iteration did not converge, or LAPACK failed.
    case numericalFailure = 13
    /// A defect of the library.
    case `internal` = 14
  }

  /// What went wrong, for programs.
  public let code: Code
  /// The `errno` of an `.io` error; 0 for others.
  package let systemError: Int32
  private let text: String
  private let refusedBytes: Int?

  package init(_ code: Code, _ message: String, systemError: Int32 = 0) {
    (self.code, text, refusedBytes) = (code, ForeignText.message(message), nil)
    self.systemError = systemError
  }

  /// An allocation that failed. The message is composed when it is read, since there may be no
  /// memory for a text where the error is thrown.
  static func outOfMemory(bytes: Int) -> DASError { DASError(refused: bytes) }

  private init(refused bytes: Int) {
    (code, text, refusedBytes) = (.outOfMemory, "out of memory: could not allocate ", bytes)
    systemError = 0
  }

  /// What went wrong, for people.
  public var message: String {
    guard let refusedBytes else { return text }
    return "\(text)\(refusedBytes) bytes"
  }

  /// The message.
  public var description: String { message }
}
