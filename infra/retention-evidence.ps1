<#
.SYNOPSIS
    Reads how long Microsoft Purview keeps the messages and files of teams, and signs what it has read for Regroup.

.DESCRIPTION
    Changes nothing. It connects to Security & Compliance PowerShell, reads the retention policies and rules of both families of
    cmdlets with -DistributionDetail (without it Microsoft's answer is not accurate), the adaptive scopes for groups and sites
    with their members, and the addresses of the Microsoft 365 groups behind teams. Of all this it keeps the properties that
    Regroup reads, writes them as one JSON document, and signs its exact bytes with HMAC-SHA256.

    Needs Windows: Connect-IPPSSession does not run on Linux or macOS. Global Reader is enough, for a person as for an
    application. An application needs the permission Exchange.ManageAsApp and a certificate of a CSP provider; a managed identity
    or a client secret does not work.

    This script has not been run against a live tenant.

.PARAMETER TenantId
    The directory (tenant) id. Regroup refuses a document of another tenant.

.PARAMETER KeyFile
    A file with the secret of Regroup's setting REGROUP_EVIDENCE_KEY. Without it, the environment variable of that name is used.

.PARAMETER OutFile
    Where to write the signed document. Give this file to Regroup: "regroup evidence import FILE".

.PARAMETER PostTo
    An https address to send the document to. Its time and its nonce are inside what is signed.

.EXAMPLE
    .\retention-evidence.ps1 -TenantId 7d1f2f6c-1f62-4d0a-8a35-0123456789ab -KeyFile C:\regroup\key.txt

.EXAMPLE
    .\retention-evidence.ps1 -TenantId 7d1f2f6c-1f62-4d0a-8a35-0123456789ab -KeyFile C:\regroup\key.txt -AppId 5b0c7f56-8d4c-4b1f-9a5e-0123456789ab -Organization testwick.onmicrosoft.com -CertificateThumbprint 0123456789ABCDEF0123456789ABCDEF01234567
#>
#Requires -Version 5.1
#Requires -Modules @{ ModuleName = 'ExchangeOnlineManagement'; ModuleVersion = '3.2.0' }

[CmdletBinding(DefaultParameterSetName = 'Person')]
param(
    [Parameter(Mandatory)] [guid] $TenantId,
    [string] $KeyFile,
    [string] $OutFile = 'retention-evidence.json',
    [ValidatePattern('^https://')] [string] $PostTo,

    [Parameter(ParameterSetName = 'Person')] [string] $UserPrincipalName,

    [Parameter(Mandatory, ParameterSetName = 'Application')] [guid] $AppId,
    [Parameter(Mandatory, ParameterSetName = 'Application')] [string] $Organization,
    [Parameter(Mandatory, ParameterSetName = 'Application')] [string] $CertificateThumbprint
)

$ErrorActionPreference = 'Stop'

# Its own words for values: enumerations by name, ids and dates as text, lists always as lists.
function ConvertTo-Word($Value) {
    if ($null -eq $Value) { return $null }
    if ($Value -is [bool]) { return $Value }
    if ($Value -is [datetime]) { return $Value.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ', [cultureinfo]::InvariantCulture) }
    return "$Value"
}

function ConvertTo-Words($Values) {
    return , @(foreach ($one in @($Values)) { if ($null -ne $one) { ConvertTo-Word $one } })
}

# A team or site in a policy: what tells it from all others, and never its display name.
function ConvertTo-Places($Values) {
    return , @(foreach ($one in @($Values)) {
            if ($null -eq $one) { continue }
            if ($one -is [string]) { $one; continue }
            [ordered]@{ Name = ConvertTo-Word $one.Name; ImmutableIdentity = ConvertTo-Word $one.ImmutableIdentity }
        })
}

function ConvertTo-Policy($Policy) {
    return [ordered]@{
        Name                          = ConvertTo-Word $Policy.Name
        Guid                          = ConvertTo-Word $Policy.Guid
        Enabled                       = ConvertTo-Word $Policy.Enabled
        Mode                          = ConvertTo-Word $Policy.Mode
        Applications                  = ConvertTo-Words $Policy.Applications
        DistributionStatus            = ConvertTo-Word $Policy.DistributionStatus
        DistributionResults           = ConvertTo-Words $Policy.DistributionResults
        TeamsChannelLocation          = ConvertTo-Places $Policy.TeamsChannelLocation
        TeamsChannelLocationException = ConvertTo-Places $Policy.TeamsChannelLocationException
        ModernGroupLocation           = ConvertTo-Places $Policy.ModernGroupLocation
        ModernGroupLocationException  = ConvertTo-Places $Policy.ModernGroupLocationException
        SharePointLocation            = ConvertTo-Places $Policy.SharePointLocation
        SharePointLocationException   = ConvertTo-Places $Policy.SharePointLocationException
        AdaptiveScopeLocation         = ConvertTo-Places $Policy.AdaptiveScopeLocation
    }
}

function ConvertTo-Rule($Rule) {
    return [ordered]@{
        Policy                              = ConvertTo-Word $Rule.Policy
        Disabled                            = ConvertTo-Word $Rule.Disabled
        RetentionDuration                   = ConvertTo-Word $Rule.RetentionDuration
        RetentionComplianceAction           = ConvertTo-Word $Rule.RetentionComplianceAction
        ExpirationDateOption                = ConvertTo-Word $Rule.ExpirationDateOption
        PublishComplianceTag                = ConvertTo-Word $Rule.PublishComplianceTag
        ApplyComplianceTag                  = ConvertTo-Word $Rule.ApplyComplianceTag
        # Whether there is a condition; what it looks for is nobody's business here.
        ContentMatchQuery                   = if ($Rule.ContentMatchQuery) { 'yes' } else { $null }
        ContentContainsSensitiveInformation = if ($Rule.ContentContainsSensitiveInformation) { 'yes' } else { $null }
        ExcludedItemClasses                 = if ($Rule.ExcludedItemClasses) { 'yes' } else { $null }
    }
}

# The first thing in each page is about the page; the members follow it.
function Read-ScopeMember($Scope) {
    $id = "$($Scope.Guid)"
    $page = @(Get-AdaptiveScopeMembers -Identity $id -State Added)
    while ($page.Count -gt 0) {
        foreach ($member in @($page | Select-Object -Skip 1)) {
            $words = [ordered]@{}
            foreach ($property in $member.PSObject.Properties) {
                if ($property.Name -notmatch 'Display|Comment|Description') { $words[$property.Name] = ConvertTo-Word $property.Value }
            }
            $words
        }
        if ($page[0].IsLastPage -or -not $page[0].Watermark) { return }
        $page = @(Get-AdaptiveScopeMembers -Identity $id -PageCookie $page[0].Watermark)
    }
}

function ConvertTo-Scope($Scope, [bool] $HasMembers) {
    return [ordered]@{
        Name    = ConvertTo-Word $Scope.Name
        Guid    = ConvertTo-Word $Scope.Guid
        # Null: not read. An older module has no cmdlet for it.
        Members = if ($HasMembers) { , @(Read-ScopeMember $Scope) } else { $null }
    }
}

function ConvertTo-Group($Group) {
    return [ordered]@{
        ExternalDirectoryObjectId = ConvertTo-Word $Group.ExternalDirectoryObjectId
        Guid                      = ConvertTo-Word $Group.Guid
        ExchangeGuid              = ConvertTo-Word $Group.ExchangeGuid
        PrimarySmtpAddress        = ConvertTo-Word $Group.PrimarySmtpAddress
        EmailAddresses            = ConvertTo-Words $Group.EmailAddresses
        SharePointSiteUrl         = ConvertTo-Word $Group.SharePointSiteUrl
    }
}

# The secret first: without it nothing has to be read.
$secret = if ($KeyFile) { Get-Content -LiteralPath $KeyFile -Raw } else { $env:REGROUP_EVIDENCE_KEY }
$key = [System.Text.Encoding]::UTF8.GetBytes("$secret".Trim())
if ($key.Length -lt 32) { throw 'The secret has to have at least 32 characters. Give it with -KeyFile, or in REGROUP_EVIDENCE_KEY.' }

# Windows PowerShell asks an application to sign in unless this is set (a fault of the module, which its documentation names).
if ($PSVersionTable.PSVersion.Major -lt 6) { $Global:IsWindows = $true }

$signIn = @{}
if ($PSCmdlet.ParameterSetName -eq 'Application') {
    $signIn += @{ AppId = "$AppId"; Organization = $Organization; CertificateThumbprint = $CertificateThumbprint }
}
elseif ($UserPrincipalName) {
    $signIn += @{ UserPrincipalName = $UserPrincipalName }
}

try {
    Connect-ExchangeOnline @signIn -ShowBanner:$false -CommandName Get-UnifiedGroup
    $groups = @(Get-UnifiedGroup -ResultSize Unlimited | Where-Object { $_.ResourceProvisioningOptions -contains 'Team' })

    Connect-IPPSSession @signIn
    $tenants = @(Get-ConnectionInformation | ForEach-Object { "$($_.TenantID)" })
    if ($tenants.Count -eq 0 -or @($tenants | Where-Object { $_ -ne "$TenantId" }).Count -gt 0) { throw 'This is not signed in to the tenant of -TenantId.' }
    $policies = @(Get-RetentionCompliancePolicy -DistributionDetail)
    $rules = @(Get-RetentionComplianceRule)
    $appPolicies = @(Get-AppRetentionCompliancePolicy -DistributionDetail)
    $appRules = @(Get-AppRetentionComplianceRule)
    $scopes = @(Get-AdaptiveScope | Where-Object { "$($_.LocationType)" -ne 'User' })
    $hasMembers = $null -ne (Get-Command 'Get-AdaptiveScopeMembers' -ErrorAction SilentlyContinue)

    $random = [byte[]]::new(24)
    $generator = [System.Security.Cryptography.RandomNumberGenerator]::Create()
    $generator.GetBytes($random)
    $document = [ordered]@{
        schema      = 'regroup-read-out/1'
        tenantId    = "$TenantId"
        readAt      = [datetime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ', [cultureinfo]::InvariantCulture)
        nonce       = [Convert]::ToBase64String($random).Replace('+', '-').Replace('/', '_')
        groups      = @($groups | ForEach-Object { ConvertTo-Group $_ })
        policies    = @($policies | ForEach-Object { ConvertTo-Policy $_ })
        rules       = @($rules | ForEach-Object { ConvertTo-Rule $_ })
        appPolicies = @($appPolicies | ForEach-Object { ConvertTo-Policy $_ })
        appRules    = @($appRules | ForEach-Object { ConvertTo-Rule $_ })
        scopes      = @($scopes | ForEach-Object { ConvertTo-Scope $_ $hasMembers })
    }
}
finally {
    Disconnect-ExchangeOnline -Confirm:$false
}

$bytes = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -InputObject $document -Depth 8 -Compress))
$hash = [System.Security.Cryptography.HMACSHA256]::new($key).ComputeHash($bytes)
$hmac = -join ($hash | ForEach-Object { $_.ToString('x2') })

$signed = [ordered]@{ schema = 'regroup-signed/1'; payload = [Convert]::ToBase64String($bytes); hmac = $hmac }
$path = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($OutFile)
[System.IO.File]::WriteAllText($path, (ConvertTo-Json -InputObject $signed -Compress), [System.Text.UTF8Encoding]::new($false))
Write-Host "$path holds $($policies.Count + $appPolicies.Count) policies. Give it to Regroup within a day."

if ($PostTo) {
    $headers = @{ 'X-Regroup-Signature' = "sha256=$hmac" }
    Invoke-RestMethod -Method Post -Uri $PostTo -Headers $headers -ContentType 'application/json' -Body $bytes | Out-Null
    Write-Host "It was sent to $PostTo."
}
