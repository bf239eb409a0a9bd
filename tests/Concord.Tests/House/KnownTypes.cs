using System.Reflection;
using System.Reflection.Emit;

namespace Concord.Tests.House;

/// <summary>
/// Which types a type knows: by inheritance, fields, signatures and attributes, and by every instruction of its methods. Constants are not among them,
/// since the compiler writes their value and forgets where it came from.
/// </summary>
internal static class KnownTypes
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    public static IReadOnlySet<Type> Of(Type type)
    {
        var known = new HashSet<Type>();
        Add(known, type.BaseType);
        foreach (var face in type.GetInterfaces())
            Add(known, face);
        foreach (var attribute in type.GetCustomAttributesData())
            Add(known, attribute.AttributeType);
        foreach (var field in type.GetFields(Everything))
            Add(known, field.FieldType);
        foreach (var method in type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything)))
            AddMethod(known, method);
        return known;
    }

    private static void AddMethod(HashSet<Type> known, MethodBase method)
    {
        foreach (var parameter in method.GetParameters())
            Add(known, parameter.ParameterType);
        Add(known, (method as MethodInfo)?.ReturnType);
        foreach (var attribute in method.GetCustomAttributesData())
            Add(known, attribute.AttributeType);
        if (method.GetMethodBody() is not { } body)
            return;
        foreach (var local in body.LocalVariables)
            Add(known, local.LocalType);
        foreach (var clause in body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause))
            Add(known, clause.CatchType);
        foreach (var token in Tokens(body.GetILAsByteArray()!))
            AddMember(known, Resolve(method, token));
    }

    private static MemberInfo? Resolve(MethodBase method, int token)
    {
        var ofType = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        return method.Module.ResolveMember(token, ofType, ofMethod);
    }

    private static void AddMember(HashSet<Type> known, MemberInfo? member)
    {
        if (member is Type type)
        {
            Add(known, type);
            return;
        }

        Add(known, member?.DeclaringType);
        if (member is FieldInfo field)
            Add(known, field.FieldType);
        if (member is not MethodBase method)
            return;
        Add(known, (method as MethodInfo)?.ReturnType);
        foreach (var parameter in method.GetParameters())
            Add(known, parameter.ParameterType);
        foreach (var argument in method.IsGenericMethod ? method.GetGenericArguments() : [])
            Add(known, argument);
    }

    private static void Add(HashSet<Type> known, Type? type)
    {
        while (type is { HasElementType: true })
            type = type.GetElementType();
        if (type is null || type.IsGenericParameter)
            return;
        if (type.IsGenericType)
        {
            foreach (var argument in type.GetGenericArguments())
                Add(known, argument);
            type = type.GetGenericTypeDefinition();
        }

        known.Add(type);
    }

    /// <summary>The operands of a method that point to a type or a member.</summary>
    private static IEnumerable<int> Tokens(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? (short)(0xFE00 | code[at + 1]) : code[at];
            at += code[at] == 0xFE ? 2 : 1;
            var operand = Codes[value].OperandType;
            if (operand is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
                yield return BitConverter.ToInt32(code, at);
            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }
}
