<#
.SYNOPSIS
    Has Microsoft Purview keep the channel messages and the files of one team for one period, then delete them.

.DESCRIPTION
    Regroup fills in the request ("regroup evidence request") and changes nothing itself: a compliance administrator reads this
    script and runs it. Without -Apply it says what it would do and changes nothing. (-WhatIf does nothing in Security &
    Compliance PowerShell, so this script does not rely on it.)

    It makes a policy for the period, or adds the team to the policy that it made before for the same period. It takes no team
    out of any policy, and stops before anything that would make a policy apply to all teams: a policy for all, or one with an
    empty list, is never added to. Messages and files are two policies, because Microsoft keeps them apart.

    A policy for one team stands beside policies for all teams. Microsoft then keeps for the longest of the periods.
    Afterwards run retention-evidence.ps1: nothing is proved by having run this.

    Needs Windows, and the role Compliance Administrator. This script has not been run against a live tenant.

.PARAMETER Apply
    Makes the changes. Each starts a synchronisation of the whole organisation at Microsoft, which takes up to seven days.
#>
#Requires -Version 5.1
#Requires -Modules @{ ModuleName = 'ExchangeOnlineManagement'; ModuleVersion = '3.2.0' }

[CmdletBinding()]
param(
    [string] $UserPrincipalName,
    [switch] $Apply
)

$ErrorActionPreference = 'Stop'

# The request, as Regroup wrote it.
$teamId = [guid] '00000000-0000-0000-0000-000000000000'
$days = 0
$reference = 'none'

if ($teamId -eq [guid]::Empty -or $days -lt 1) { throw 'There is no request in this script. Make one with "regroup evidence request".' }

# Microsoft takes at most 1,000 teams in the list of a policy.
$most = 1000

function Get-PlaceName($Places) {
    return , @(foreach ($one in @($Places)) { if ($one -is [string]) { $one } elseif ($null -ne $one) { "$($one.Name)" } })
}

# Stops unless the policy has a list of its own, is delivered, and keeps for exactly this period.
function Assert-Extendable($Policy, [string] $Location) {
    $listed = Get-PlaceName $Policy.$Location
    if ($listed.Count -eq 0 -or $listed -contains 'All') { throw "$($Policy.Name) is for all teams, or its list is empty. Nothing is added to it." }
    if ($listed.Count -ge $most) { throw "$($Policy.Name) has $($listed.Count) teams, and Microsoft takes no more." }
    if ("$($Policy.DistributionStatus)" -ne 'Success') { throw "$($Policy.Name) is not delivered yet ($($Policy.DistributionStatus)). Wait for that first." }
    if (-not $Policy.Enabled -or "$($Policy.Mode)" -ne 'Enforce') { throw "$($Policy.Name) is switched off or in simulation." }
    $rule = @(Get-RetentionComplianceRule -Policy "$($Policy.Guid)")
    if ($rule.Count -ne 1 -or "$($rule[0].RetentionDuration)" -ne "$days" -or "$($rule[0].RetentionComplianceAction)" -ne 'KeepAndDelete') {
        throw "$($Policy.Name) does not keep for $days days and then delete. Nothing is added to it."
    }
}

# The policy of this name with its places, or null.
function Find-Policy([string] $Name) {
    $found = @(Get-RetentionCompliancePolicy -DistributionDetail | Where-Object { "$($_.Name)" -eq $Name })
    if ($found.Count -eq 0) { return $null }
    return $found[0]
}

$signIn = @{}
if ($UserPrincipalName) { $signIn += @{ UserPrincipalName = $UserPrincipalName } }

try {
    Connect-ExchangeOnline @signIn -ShowBanner:$false -CommandName Get-UnifiedGroup
    $group = @(Get-UnifiedGroup -Identity "$teamId")
    if ($group.Count -ne 1) { throw 'There is no team with this id.' }
    $address = "$($group[0].PrimarySmtpAddress)"
    if ($address -notmatch '^[^@\s]+@[^@\s]+$') { throw 'The team has no address to name it by.' }

    Connect-IPPSSession @signIn
    $messagesName = "Regroup messages $days days"
    $filesName = "Regroup files $days days"
    $messages = Find-Policy $messagesName
    $files = Find-Policy $filesName

    # Everything is looked at before anything is changed.
    if ($null -ne $messages) { Assert-Extendable $messages 'TeamsChannelLocation' }
    if ($null -ne $files) { Assert-Extendable $files 'ModernGroupLocation' }
    $hasMessages = $null -ne $messages -and (Get-PlaceName $messages.TeamsChannelLocation) -contains $address
    $hasFiles = $null -ne $files -and (Get-PlaceName $files.ModernGroupLocation) -contains $address

    Write-Host "Request $reference`: keep for $days days, then delete."
    if ($hasMessages) { Write-Host "Messages: $messagesName has this team already." }
    elseif ($null -ne $messages) { Write-Host "Messages: this team is added to $messagesName." }
    else { Write-Host "Messages: $messagesName is made, for this team." }
    if ($hasFiles) { Write-Host "Files: $filesName has this team already." }
    elseif ($null -ne $files) { Write-Host "Files: this team is added to $filesName." }
    else { Write-Host "Files: $filesName is made, for this team." }

    if (-not $Apply) {
        Write-Host 'Nothing was changed. Run it with -Apply to do this.'
        return
    }

    if (-not $hasMessages) {
        if ($null -ne $messages) {
            Set-RetentionCompliancePolicy -Identity "$($messages.Guid)" -AddTeamsChannelLocation $address
        }
        else {
            New-RetentionCompliancePolicy -Name $messagesName -Comment $reference -TeamsChannelLocation $address | Out-Null
            New-RetentionComplianceRule -Name $messagesName -Policy $messagesName -RetentionDuration $days -RetentionComplianceAction KeepAndDelete | Out-Null
        }
    }
    if (-not $hasFiles) {
        if ($null -ne $files) {
            Set-RetentionCompliancePolicy -Identity "$($files.Guid)" -AddModernGroupLocation $address
        }
        else {
            # The files only: without -Applications the policy would delete the group's mail and calendar too.
            New-RetentionCompliancePolicy -Name $filesName -Comment $reference -ModernGroupLocation $address -Applications 'Group:SharePoint' | Out-Null
            New-RetentionComplianceRule -Name $filesName -Policy $filesName -RetentionDuration $days -ExpirationDateOption CreationAgeInDays -RetentionComplianceAction KeepAndDelete | Out-Null
        }
    }
    Write-Host 'Done. Microsoft needs up to seven days. Run retention-evidence.ps1 when it reports the policies as delivered.'
}
finally {
    Disconnect-ExchangeOnline -Confirm:$false
}
